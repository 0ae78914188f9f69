import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/decision.ts';
import { cancelled } from './cancel.ts';
import type { OrderEvent } from './events.ts';
import type { Order } from './order.ts';

/** The id of the one automatic refund an order can have: it means all that is left. */
export const automaticRefundId = (orderId: string): string => `auto:${orderId}`;

/** What payments says was given back so far, and as of which revision of the payment. */
export interface RefundedSoFar {
  readonly at: Instant;
  readonly refundedAmount: number;
  readonly revision?: number | undefined;
}

/** Reports come in any order; of one revision, which is also that of reports without any, the larger amount is the later. */
const isNews = (order: Order, { refundedAmount, revision = 0 }: RefundedSoFar): boolean => {
  const known = order.refundRevision ?? 0;
  return revision === known ? refundedAmount > order.refundedAmount : revision > known;
};

/**
 * Money went back. `refundedAmount` is cumulative, and the report of the highest revision counts: a refund that fails after
 * it had settled makes it less, and an ended order waits for its refund again. When all the money of a PAID order is gone,
 * stock and ticket go too: the order is cancelled.
 */
export const recordRefund = (order: Order, command: RefundedSoFar): Decision<OrderEvent, never> => {
  if (!isNews(order, command)) return accept();
  const recorded: OrderEvent = { type: 'RefundRecorded', ...command };
  const after: Order = { ...order, refundedAmount: command.refundedAmount };
  return order.status === 'PAID' && after.refundedAmount >= after.paidAmount
    ? accept(recorded, ...cancelled(after, { by: 'system', cause: 'refunded', at: command.at }))
    : accept(recorded);
};

/**
 * The provider refused to give money back, or it came back from the bank. Of an ended order this is noted: a person must
 * see to it.
 */
export const recordRefusedRefund = (
  order: Order,
  { refundId, ...soFar }: RefundedSoFar & { readonly refundId: string },
): Decision<OrderEvent, never> => {
  const recorded = recordRefund(order, soFar);
  const isFirst = refundId === automaticRefundId(order.orderId) && order.refundRefusedAt === undefined;
  return recorded.outcome === 'accepted' && isFirst
    ? accept(...recorded.events, { type: 'RefundRefused', at: soFar.at })
    : recorded;
};
