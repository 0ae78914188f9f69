import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import { cancelled } from './cancel.ts';
import { automaticRefundId, moneyHeld, refundedSoFar, type Order, type OrderEvent } from './order.ts';

/** The total that was refunded so far, and the payment's revision in the report of this total. */
export interface RefundedSoFar {
  readonly at: Instant;
  /** In minor units of `currency`. */
  readonly refundedAmount: number;
  readonly currency: string;
  readonly revision?: number | undefined;
}

/**
 * True if a report is newer than the recorded one. Reports arrive in any sequence. The report with the higher revision
 * is the newer one. If the revisions are equal, the report with the larger amount is the newer one.
 */
const isNews = (order: Order, { refundedAmount, revision = 0 }: Omit<RefundedSoFar, 'currency'>): boolean => {
  const known = order.refundRevision ?? 0;
  return revision === known ? refundedAmount > refundedSoFar(order) : revision > known;
};

/**
 * Records the total that was refunded. A PAID order whose money is all refunded is cancelled.
 *
 * The total decreases if a refund that had succeeded fails later. An ended order then waits for its refund again.
 */
export const recordRefund = (
  order: Order,
  { currency, ...command }: RefundedSoFar,
): Decision<OrderEvent, 'payment-mismatch'> => {
  if (currency !== order.currency) return reject('payment-mismatch');
  if (!isNews(order, command)) return accept();
  const recorded: OrderEvent = { type: 'RefundRecorded', ...command };
  const after: Order = { ...order, refundedAmount: command.refundedAmount };
  return order.status === 'PAID' && moneyHeld(after) <= 0
    ? accept(recorded, ...cancelled(after, { by: 'system', reason: 'refunded', at: command.at }))
    : accept(recorded);
};

/**
 * Records that a refund failed: the provider refused it, or the bank returned the money. The order keeps the time when
 * its automatic refund first failed, because a person must act.
 */
export const recordRefusedRefund = (
  order: Order,
  { refundId, ...soFar }: RefundedSoFar & { readonly refundId: string },
): Decision<OrderEvent, 'payment-mismatch'> => {
  const recorded = recordRefund(order, soFar);
  const isFirst = refundId === automaticRefundId(order.orderId) && order.refundRefusedAt === undefined;
  return recorded.outcome === 'accepted' && isFirst
    ? accept(...recorded.events, { type: 'RefundRefused', at: soFar.at })
    : recorded;
};
