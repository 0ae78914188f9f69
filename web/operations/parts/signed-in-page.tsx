import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { home } from '../../common/place.ts';
import { finishSignIn } from '../../common/session.ts';

/** The page to which the identity provider returns. It goes on to where the person was. */
export const SignedInPage = () => {
  const { route } = useLocation();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    finishSignIn().then(
      (path) => route(path, true),
      () => setFailed(true),
    );
  }, []);
  if (!failed) return <p class="waiting-text">Signing you in …</p>;
  return (
    <section class="empty">
      <h1>You are not signed in</h1>
      <p>The sign-in was cancelled, or it took too long.</p>
      <a class="button primary" href={home}>
        Try again
      </a>
    </section>
  );
};
