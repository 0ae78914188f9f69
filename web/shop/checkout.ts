import { signal } from '@preact/signals';
import { ownApi, resultOf } from '../common/calls.ts';
import type { Failure } from '../common/failure.ts';
import { person } from '../common/session.ts';
import { stored } from '../common/stored.ts';
import { basket, note } from './basket.ts';
import { withoutOrdered } from './basket-check.ts';
import { placeOrder, type Attempt } from './place-order.ts';

const isAttempt = (found: unknown): found is Attempt => {
  const one = found as Partial<Attempt> | null;
  return (
    typeof one?.key === 'string' && typeof one.customerId === 'string' && Array.isArray(one.request?.items)
  );
};

/**
 * The attempt to order that the API has neither accepted nor refused yet. While there is one, the basket page does not
 * change the basket.
 */
export const attempt = stored<Attempt | undefined>('orderly.attempt', (found) =>
  isAttempt(found) ? found : undefined,
);

/** True while an order is being placed. */
export const placing = signal(false);

/** Why the last attempt placed no order, or has no response yet. */
export const checkoutFailure = signal<Failure | undefined>(undefined);

const place = placeOrder({
  send: ({ key, request }) =>
    resultOf(ownApi.POST('/orders', { params: { header: { 'Idempotency-Key': key } }, body: request })),
  attempt,
  newKey: () => crypto.randomUUID(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});

/** Runs code in only one tab at a time, so two tabs start only one attempt. Needs the Web Locks API. */
const alone = async <Value>(run: () => Promise<Value>): Promise<Value> => {
  if (!('locks' in navigator)) return run();
  const result = await navigator.locks.request('orderly.checkout', run);
  return result;
};

/**
 * Orders what is in the basket, and takes the ordered units out of the basket. A second call does nothing while the
 * first call is running.
 * @returns the order's id, or undefined if there is no order or no response. If the request failed, `checkoutFailure`
 *   contains the reason.
 */
export const checkOut = async (): Promise<string | undefined> => {
  const customer = person.value;
  if (placing.value || customer === undefined) return undefined;
  placing.value = true;
  checkoutFailure.value = undefined;
  const lines = basket.value;
  const wasOpen = attempt.value !== undefined;
  try {
    return await alone(async () => {
      // Another tab has placed the order meanwhile. What is in the basket now is not what the customer wanted to order.
      if (attempt.value === undefined && (wasOpen || basket.value !== lines)) return undefined;
      const items = lines.map(({ productId, quantity }) => ({ productId, quantity }));
      const text = note.value.trim();
      const outcome = await place({ items, ...(text === '' ? {} : { note: text }) }, customer.id);
      if (outcome.kind === 'placed') {
        const { order, request } = outcome;
        basket.value = withoutOrdered(basket.value, request.items);
        note.value = '';
        return order.orderId;
      }
      checkoutFailure.value = outcome.failure;
      return undefined;
    });
  } finally {
    placing.value = false;
  }
};
