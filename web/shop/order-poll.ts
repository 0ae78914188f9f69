import type { OrderlyClient } from '../../client/index.ts';
import type { Ask } from '../common/follow.ts';
import { tagged } from '../common/tagged.ts';
import type { Order, Payment } from './order-story.ts';

/** An order, and its payment if it says more than the order. */
export interface Seen {
  readonly order: Order;
  readonly payment: Payment | undefined;
}

/** Whether the payment says more: that it was declined, or what was refunded. */
const needsPayment = ({ status, paymentLink, refundedAmount, waitingFor }: Order): boolean =>
  (status === 'AWAITING_PAYMENT' && paymentLink !== undefined) ||
  refundedAmount > 0 ||
  waitingFor?.what === 'refund';

/** Asks for an order, and for its payment if that says more. */
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
    // Without the payment, the page still says where the order is.
    const newPayment = needsPayment(current) ? await payment().catch(() => undefined) : undefined;
    if (newOrder === undefined && newPayment === undefined) return undefined;
    seen = { order: current, payment: newPayment ?? seen?.payment };
    return seen;
  };
};
