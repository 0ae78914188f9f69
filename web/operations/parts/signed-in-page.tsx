import { home } from '../../common/place.ts';
import { useReturn } from '../../common/use-return.ts';

/**
 * The page to which the identity provider sends the browser back. After the sign-in, it shows the page on which the
 * person was before.
 */
export const SignedInPage = () => {
  const failed = useReturn();
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
