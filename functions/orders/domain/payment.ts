import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/decision.ts';
import { cancelled } from './cancel.ts';
import type { OrderEvent } from './events.ts';
import type { Order } from './order.ts';

/** How many declined attempts an order's history tells of. */
const DECLINES_KEPT = 5;

/** The customer can pay now. A link that comes after the payment or the end is of no use. */
export const recordLink = (
  order: Order,
  command: { readonly at: Instant; readonly paymentLink: string },
): Decision<OrderEvent, never> =>
  order.status === 'AWAITING_PAYMENT' && order.paymentLink !== command.paymentLink
    ? accept({ type: 'LinkRecorded', ...command })
    : accept();

/** An attempt was declined. It does not end the order: the link stays good until `payBy`. */
export const recordDecline = (
  order: Order,
  command: { readonly at: Instant; readonly declineId: string; readonly reason: string },
): Decision<OrderEvent, never> =>
  order.status === 'AWAITING_PAYMENT' &&
  order.declines.length < DECLINES_KEPT &&
  !order.declines.includes(command.declineId)
    ? accept({ type: 'DeclineRecorded', ...command })
    : accept();

/**
 * The provider took the money. It is wanted while the order awaits it; for an ended order it goes back.
 *
 * A refund may overtake the capture it belongs to (an administrator acts on the provider's word): an order whose money is
 * all gone again before it was noted as paid is cancelled rather than prepared.
 */
export const recordPayment = (
  order: Order,
  command: { readonly at: Instant; readonly amount: number },
): Decision<OrderEvent, 'payment-not-requested'> => {
  const { at, amount } = command;
  switch (order.status) {
    case 'PENDING':
      return reject('payment-not-requested');
    case 'AWAITING_PAYMENT': {
      if (order.refundedAmount < amount) return accept({ type: 'Paid', at, amount });
      const end = cancelled(order, { by: 'system', cause: 'refunded', at });
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
      if (order.paidAmount > 0) return accept();
      return accept<OrderEvent>(
        { type: 'UnwantedPaymentRecorded', at, amount },
        ...(amount > order.refundedAmount
          ? [{ type: 'RefundRequested', at, reason: 'paid-after-end' } as const]
          : []),
      );
  }
};

/**
 * The payment is closed and nothing was paid: nobody can pay this order any more. Its time is over; or there never was a
 * way to pay, and then the order ends at once and not as one that the customer let pass.
 */
export const recordClosure = (
  order: Order,
  { at, neverPossible }: { readonly at: Instant; readonly neverPossible: boolean },
): Decision<OrderEvent, never> => {
  if (order.status !== 'AWAITING_PAYMENT') return accept();
  return neverPossible
    ? accept(...cancelled(order, { by: 'system', cause: 'payment-not-possible', at }))
    : accept({ type: 'Expired', at, cause: 'not-paid-in-time' });
};
