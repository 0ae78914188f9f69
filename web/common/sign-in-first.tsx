import { useState } from 'preact/hooks';
import { signIn } from './session.ts';

/** A page that only somebody who is signed in can see. After the sign-in, it is open again. */
export const SignInFirst = ({ title, text }: { readonly title: string; readonly text: string }) => {
  const [failed, setFailed] = useState(false);
  const enter = () => {
    setFailed(false);
    signIn().catch(() => setFailed(true));
  };
  return (
    <section class="narrow empty">
      <h1>{title}</h1>
      <p>{text}</p>
      <div role="alert">{failed && <p>The sign-in page does not answer. Try again in a moment.</p>}</div>
      <button type="button" class="primary" onClick={enter}>
        Sign in
      </button>
    </section>
  );
};
