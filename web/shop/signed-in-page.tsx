import { home, pathTo } from '../common/place.ts';
import { useReturn } from '../common/use-return.ts';
import { unitsInBasket } from './basket.ts';

/**
 * The page to which the identity provider sends the browser back. After the sign-in, it shows the page on which the
 * person was before.
 */
export const SignedInPage = () => {
  const failed = useReturn();
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
