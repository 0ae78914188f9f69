import { attempt, checkoutFailure } from './checkout.ts';
import type { Failure } from '../common/failure.ts';

interface Words {
  readonly title: string;
  readonly text: string;
}

const noSignIn: Words = {
  title: 'The sign-in page does not answer.',
  text: 'Your basket is safe. Try again in a moment.',
};

const unknown = 'We do not know yet whether your order arrived.';

const refusals: Readonly<Record<string, Words>> = {
  'order.product-not-available': {
    title: 'Something is not for sale any more.',
    text: 'We have updated your basket. Look at it, then order again.',
  },
  'order.several-currencies': {
    title: 'Your basket has prices in several currencies.',
    text: 'Order the products of each currency separately.',
  },
  'order.total-too-small': {
    title: 'This order is too small to be paid.',
    text: 'Add something else to your basket.',
  },
};

const wordsOf = (failure: Failure): Words => {
  switch (failure.kind) {
    case 'offline':
      return {
        title: 'You are offline.',
        text: 'Your basket is safe. Try again when you are connected: there will be one order, not two.',
      };
    case 'no-answer':
      return { title: unknown, text: 'Try again: there will be one order, not two.' };
    case 'busy':
      return {
        title: 'The shop is very busy.',
        text: 'Your basket is safe. Try again in a moment: there will be one order, not two.',
      };
    case 'signed-out':
      return { title: 'Your sign-in has ended.', text: 'Your basket is safe. Sign in again to order.' };
    case 'refused':
      return refusals[failure.code] ?? { title: 'This order was not accepted.', text: failure.detail };
  }
};

/**
 * Tells the customer why there is no order yet, and what to do. If the attempt was made before a reload, the reason is
 * not known any more.
 */
export const CheckoutNote = ({ signInFailed }: { readonly signInFailed: boolean }) => {
  const failure = checkoutFailure.value;
  const open: Words | undefined = attempt.value === undefined ? undefined : wordsOf({ kind: 'no-answer' });
  const words = signInFailed ? noSignIn : failure === undefined ? open : wordsOf(failure);
  return (
    <div role="alert">
      {words !== undefined && (
        <div class="notice bad">
          <p>
            <strong>{words.title}</strong> {words.text}
          </p>
        </div>
      )}
    </div>
  );
};
