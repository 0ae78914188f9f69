import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/decision.ts';
import { cancelled } from './cancel.ts';
import type { OrderEvent } from './events.ts';
import type { Order } from './order.ts';

/** The id of the one automatic refund an order can have: it means all that is left. */
export const automaticRefundId = (orderId: string): string => `auto:${orderId}`;

/**
 * Money went back. `refundedAmount` is cumulative, so of two reports the larger one counts and a repeated one changes
 * nothing. When all the money of a PAID order is gone, stock and ticket go too: the order is cancelled.
 */
export const recordRefund = (
  order: Order,
  command: { readonly at: Instant; readonly refundedAmount: number },
): Decision<OrderEvent, never> => {
  if (command.refundedAmount <= order.refundedAmount) return accept();
  const recorded: OrderEvent = { type: 'RefundRecorded', ...command };
  const after: Order = { ...order, refundedAmount: command.refundedAmount };
  return order.status === 'PAID' && after.refundedAmount >= after.paidAmount
    ? accept(recorded, ...cancelled(after, { by: 'system', cause: 'refunded', at: command.at }))
    : accept(recorded);
};

/** The provider refused to give money back. Of an ended order this is noted: a person must see to it. */
export const recordRefusedRefund = (
  order: Order,
  command: { readonly at: Instant; readonly refundId: string },
): Decision<OrderEvent, never> =>
  command.refundId === automaticRefundId(order.orderId) && order.refundRefusedAt === undefined
    ? accept({ type: 'RefundRefused', at: command.at })
    : accept();
