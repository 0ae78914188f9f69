import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { home, pathTo } from '../common/place.ts';
import { finishSignIn } from '../common/session.ts';
import { unitsInBasket } from './basket.ts';

/** The page to which the identity provider returns. It leads back to the page from which the person left. */
export const SignedInPage = () => {
  const { route } = useLocation();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    finishSignIn().then(
      (path) => route(path, true),
      () => setFailed(true),
    );
  }, []);
  if (!failed) return <p class="narrow waiting-text">Signing you in …</p>;
  return (
    <section class="narrow empty">
      <h1>You are not signed in</h1>
      <p>
        The sign-in was cancelled, or it took too long.{unitsInBasket.value > 0 && ' Your basket is kept.'}
      </p>
      <a class="button primary" href={unitsInBasket.value > 0 ? pathTo('basket') : home}>
        {unitsInBasket.value > 0 ? 'Back to the basket' : 'Go to the shop'}
      </a>
    </section>
  );
};
