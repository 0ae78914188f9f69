import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import { cancelled } from './cancel.ts';
import { paidSoFar, refundedSoFar, type Order, type OrderEvent } from './order.ts';

/** Why a payment is not recorded. */
export type PaymentRejection =
  /** The payment of the order was not requested yet, so the message arrived too early. */
  | 'payment-not-requested'
  /** The event is about another amount or currency than the order. A person must look at it. */
  | 'payment-mismatch';

/** The money that is paid, or to be paid, for an order, according to an event. */
export interface Money {
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
}

/**
 * True if the amount and the currency are those of the order. The payments service makes the same comparison. Comparing
 * again protects the orders service if the payments service has a fault, or if another sender published the event.
 */
const isForOrder = ({ amount, currency }: Money, order: Order): boolean =>
  amount === order.totalAmount && currency === order.currency;

/** An order's history shows at most this many declined payment attempts. */
const DECLINES_KEPT = 5;

/** Records the link to the payment page. A link is ignored if the order is not AWAITING_PAYMENT. */
export const recordLink = (
  order: Order,
  { at, paymentLink, ...money }: Money & { readonly at: Instant; readonly paymentLink: string },
): Decision<OrderEvent, 'payment-mismatch'> => {
  if (!isForOrder(money, order)) return reject('payment-mismatch');
  return order.status === 'AWAITING_PAYMENT' && order.paymentLink !== paymentLink
    ? accept({ type: 'LinkRecorded', at, paymentLink })
    : accept();
};

/**
 * Records a declined payment attempt in the history. The order still waits, because the customer may try again until
 * `payBy`.
 */
export const recordDecline = (
  order: Order,
  command: { readonly at: Instant; readonly declineId: string; readonly reason: string },
): Decision<OrderEvent, never> =>
  isNewDecline(order, command.declineId) ? accept({ type: 'DeclineRecorded', ...command }) : accept();

const isNewDecline = (order: Order, declineId: string): boolean => {
  if (order.status !== 'AWAITING_PAYMENT') return false;
  const { declines = [] } = order;
  return declines.length < DECLINES_KEPT && !declines.includes(declineId);
};

/**
 * Records that the provider captured the money. If the order has ended, a refund is requested.
 *
 * A refund may be reported before the capture of the refunded money. If the capture is reported after all money was
 * refunded, an order that waits for payment is cancelled and not prepared.
 */
export const recordPayment = (
  order: Order,
  command: Money & { readonly at: Instant },
): Decision<OrderEvent, PaymentRejection> => {
  const { at, amount } = command;
  if (!isForOrder(command, order)) return reject('payment-mismatch');
  switch (order.status) {
    case 'PENDING':
      return reject('payment-not-requested');
    case 'AWAITING_PAYMENT': {
      if (refundedSoFar(order) < amount) return accept({ type: 'Paid', at, amount });
      const end = cancelled(order, { by: 'system', reason: 'refunded', at });
      return accept<OrderEvent>({ type: 'UnwantedPaymentRecorded', at, amount }, ...end);
    }
    case 'PAID':
    case 'PREPARING':
    case 'READY':
    case 'COMPLETED':
      return accept();
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      if (paidSoFar(order) > 0) return accept();
      return accept<OrderEvent>(
        { type: 'UnwantedPaymentRecorded', at, amount },
        ...(amount > refundedSoFar(order)
          ? [{ type: 'RefundRequested', at, reason: 'paid-after-end' } as const]
          : []),
      );
  }
};

/**
 * Ends an order whose payment was closed unpaid. Such an order expires. If the provider never accepted the payment, the
 * order is cancelled instead, because the customer did not miss a deadline.
 */
export const recordClosure = (
  order: Order,
  { at, neverPossible }: { readonly at: Instant; readonly neverPossible: boolean },
): Decision<OrderEvent, never> => {
  if (order.status !== 'AWAITING_PAYMENT') return accept();
  return neverPossible
    ? accept(...cancelled(order, { by: 'system', reason: 'payment-not-possible', at }))
    : accept({ type: 'Expired', at, reason: 'not-paid-in-time' });
};
