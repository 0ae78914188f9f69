import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { formatMoney } from '../../shared/kernel/money.ts';
import { home, pathTo } from '../common/place.ts';
import { person, signIn } from '../common/session.ts';
import { Changes, useFreshBasket } from './basket-changes.tsx';
import { basket, basketCurrency, basketTotal, note, type BasketLine } from './basket.ts';
import { attempt, checkOut, checkoutFailure, placing } from './checkout.ts';
import { CheckoutNote } from './checkout-note.tsx';
import { LockIcon } from './icons.tsx';
import { Picture } from '../common/picture.tsx';
import { Stepper } from './stepper.tsx';
import { UpdatesNote } from './updates-note.tsx';

const Line = ({ line, most, locked }: { readonly line: BasketLine; most: number; locked: boolean }) => (
  <li class="line">
    <Picture name={line.name} imageUrl={line.imageUrl} loading="eager" />
    <div class="line-text">
      <h2>
        <bdi>{line.name}</bdi>
      </h2>
      <p class="soft">{formatMoney(line.unitAmount, line.currency)} each</p>
    </div>
    <Stepper product={line} most={most} disabled={locked} />
    <p class="line-total">{formatMoney(line.unitAmount * line.quantity, line.currency)}</p>
  </li>
);

const Empty = () => (
  <section class="narrow empty">
    <h1>Your basket is empty</h1>
    <p>Add something good to it.</p>
    <a class="button primary" href={home}>
      Go to the shop
    </a>
  </section>
);

/** The page with the basket, on which the customer also orders. */
export const BasketPage = () => {
  const { route } = useLocation();
  const { changes, left, refresh } = useFreshBasket();
  const [checking, setChecking] = useState(false);
  const [signInFailed, setSignInFailed] = useState(false);
  const running = useRef(false);
  const isOpen = attempt.value !== undefined;
  useEffect(() => {
    document.title = 'Basket – Orderly';
    if (!isOpen) void refresh();
  }, []);
  const busy = checking || placing.value;

  const order = async () => {
    // A double click can arrive before the button is shown as disabled.
    if (running.current) return;
    running.current = true;
    setChecking(true);
    try {
      // An attempt without a response is repeated unchanged, so the basket is not corrected first.
      if (attempt.value === undefined && (await refresh()).length > 0) return;
      const orderId = await checkOut();
      if (orderId !== undefined) route(pathTo(`orders/${orderId}`));
      else if (checkoutFailure.value?.kind === 'refused') await refresh();
    } finally {
      running.current = false;
      setChecking(false);
    }
  };
  const enter = () => {
    setSignInFailed(false);
    signIn(pathTo('basket')).catch(() => setSignInFailed(true));
  };

  if (basket.value.length === 0 && !isOpen) {
    return changes.length > 0 ? (
      <>
        <div class="narrow">
          <Changes changes={changes} />
        </div>
        <Empty />
      </>
    ) : (
      <Empty />
    );
  }
  const locked = busy || isOpen;
  return (
    <section class="checkout wide">
      <div class="checkout-main">
        <h1>Your basket</h1>
        <Changes changes={changes} />
        <ul class="lines">
          {basket.value.map((line) => (
            <Line
              key={line.productId}
              line={line}
              most={left.get(line.productId) ?? line.quantity}
              locked={locked}
            />
          ))}
        </ul>
        <label class="field" for="note">
          Note for the kitchen <span class="soft">(optional)</span>
        </label>
        <textarea
          id="note"
          rows={2}
          maxLength={500}
          value={note.value}
          readOnly={locked}
          onInput={(event) => (note.value = event.currentTarget.value)}
        />
        <UpdatesNote />
      </div>
      <aside class="summary" aria-label="Summary">
        <dl>
          <div class="total">
            <dt>Total</dt>
            <dd>{formatMoney(basketTotal.value, basketCurrency.value)}</dd>
          </div>
        </dl>
        <CheckoutNote signInFailed={signInFailed} />
        {person.value === undefined ? (
          <button type="button" class="primary big" onClick={enter}>
            Sign in to order
          </button>
        ) : (
          <button type="button" class="primary big" aria-disabled={busy} onClick={() => void order()}>
            {busy ? 'Placing your order …' : isOpen ? 'Try again' : 'Place order'}
          </button>
        )}
        <p class="soft small-text">
          <LockIcon /> You pay on the next page. Nothing is charged before.
        </p>
      </aside>
    </section>
  );
};
