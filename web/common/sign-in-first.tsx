import { useState } from 'preact/hooks';
import { signIn } from './session.ts';

/** Replaces a page that only a signed-in person can see. After the sign-in, the person is on that page again. */
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
