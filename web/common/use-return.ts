import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { finishSignIn } from './session.ts';

/**
 * Finishes the sign-in on the page to which the identity provider sends the browser back. Then shows the page on which
 * the person was before.
 * @returns true if the sign-in failed. False while it is under way.
 */
export const useReturn = (): boolean => {
  const { route } = useLocation();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    finishSignIn().then(
      (path) => route(path, true),
      () => setFailed(true),
    );
  }, []);
  return failed;
};
