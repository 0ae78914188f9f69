import type { OrderlyClient } from '../../client/index.ts';
import type { Ask } from '../common/follow.ts';
import { tagged } from '../common/tagged.ts';
import type { Order, Payment } from './order-story.ts';

/** An order, and its payment if the page needs it. */
export interface Seen {
  readonly order: Order;
  readonly payment: Payment | undefined;
}

/**
 * True if the page also needs the payment. The payment shows whether an attempt was declined, and what was refunded.
 */
const needsPayment = ({ status, paymentLink, refundedAmount, waitingFor }: Order): boolean =>
  (status === 'AWAITING_PAYMENT' && paymentLink !== undefined) ||
  refundedAmount > 0 ||
  waitingFor?.what === 'refund';

/** Requests an order, and its payment if the page needs it. */
export const askForOrder = (api: OrderlyClient, orderId: string): Ask<Seen> => {
  const path = { orderId };
  let signal: AbortSignal | undefined;
  const order = tagged<Order>((headers) =>
    api.GET('/orders/{orderId}', { params: { path }, headers, cache: 'no-store', ...(signal && { signal }) }),
  );
  const payment = tagged<Payment>((headers) =>
    api.GET('/payments/{orderId}', {
      params: { path },
      headers,
      cache: 'no-store',
      ...(signal && { signal }),
    }),
  );
  let seen: Seen | undefined;
  return async (given) => {
    signal = given;
    const newOrder = await order();
    const current = newOrder ?? seen?.order;
    if (current === undefined) return undefined;
    // If the payment cannot be loaded, the page still shows the order's progress.
    const newPayment = needsPayment(current) ? await payment().catch(() => undefined) : undefined;
    if (newOrder === undefined && newPayment === undefined) return undefined;
    seen = { order: current, payment: newPayment ?? seen?.payment };
    return seen;
  };
};
