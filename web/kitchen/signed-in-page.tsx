import { home } from '../common/place.ts';
import { useReturn } from '../common/use-return.ts';

/** The page to which the identity provider sends the browser back. After the sign-in, the board is shown. */
export const SignedInPage = () => {
  const failed = useReturn();
  return (
    <main class="narrow empty">
      {failed ? (
        <>
          <h1>You are not signed in</h1>
          <p>The sign-in was cancelled, or it took too long.</p>
          <a class="button primary" href={home}>
            Back to the board
          </a>
        </>
      ) : (
        <p role="status">Signing you in …</p>
      )}
    </main>
  );
};
