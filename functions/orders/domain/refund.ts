import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/aggregate.ts';
import { cancelled } from './cancel.ts';
import { automaticRefundId, moneyHeld, refundedSoFar, type Order, type OrderEvent } from './order.ts';

/** What was refunded so far, and the revision of the payment that reports it. */
export interface RefundedSoFar {
  readonly at: Instant;
  readonly refundedAmount: number;
  readonly revision?: number | undefined;
}

/** Reports arrive in any order. The highest revision wins; within one revision, the larger amount. */
const isNews = (order: Order, { refundedAmount, revision = 0 }: RefundedSoFar): boolean => {
  const known = order.refundRevision ?? 0;
  return revision === known ? refundedAmount > refundedSoFar(order) : revision > known;
};

/**
 * Money was refunded. `refundedAmount` is cumulative. A refund that fails after it had settled makes it less, and an ended
 * order then waits for its refund again. A PAID order whose money is all refunded is cancelled.
 */
export const recordRefund = (order: Order, command: RefundedSoFar): Decision<OrderEvent, never> => {
  if (!isNews(order, command)) return accept();
  const recorded: OrderEvent = { type: 'RefundRecorded', ...command };
  const after: Order = { ...order, refundedAmount: command.refundedAmount };
  return order.status === 'PAID' && moneyHeld(after) <= 0
    ? accept(recorded, ...cancelled(after, { by: 'system', reason: 'refunded', at: command.at }))
    : accept(recorded);
};

/** The provider refused a refund, or the bank returned it. An ended order records it: a person must act. */
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
