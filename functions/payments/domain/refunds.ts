import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/decision.ts';
import { isCaptured, type CapturedPayment, type Payment } from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';
import { committedAmount, type Refund } from './refund.ts';

/** Minor units that may still be given back. */
export const refundable = (payment: CapturedPayment): number =>
  payment.amount - committedAmount(payment.refunds);

/** The entry of the ledger, if it is there. */
export const refundOf = (payment: Payment, refundId: string): Refund | undefined =>
  isCaptured(payment) ? payment.refunds.find((refund) => refund.refundId === refundId) : undefined;

/** What an administrator asks for. Without an amount all that is left is meant. */
export interface RequestRefund {
  /** Made of the order and the idempotency key: a repeat bears the same one. */
  readonly refundId: string;
  readonly amount?: number;
  readonly reason: string;
  readonly at: Instant;
}

/** Why an administrator's refund is not taken on. */
export type RefundRejection = 'nothing-captured' | 'exceeds-captured' | 'key-reused';

/** Takes on a refund, if the money is there: what is pending and settled never exceeds what was captured. */
export const requestRefund = (
  payment: Payment,
  command: RequestRefund,
): Decision<PaymentEvent, RefundRejection> => {
  if (!isCaptured(payment)) return reject('nothing-captured');
  const known = refundOf(payment, command.refundId);
  if (known !== undefined) {
    const same = known.requestedAmount === command.amount && known.reason === command.reason;
    return same ? accept() : reject('key-reused');
  }
  const left = refundable(payment);
  const amount = command.amount ?? left;
  if (amount > left || amount < 1) return reject('exceeds-captured');
  return accept({
    type: 'RefundAccepted',
    refund: {
      refundId: command.refundId,
      amount,
      status: 'PENDING',
      reason: command.reason,
      requestedAt: command.at,
      attempt: 1,
      ...(command.amount === undefined ? {} : { requestedAmount: command.amount }),
    },
  });
};

/** What orders asks for when an ended order has money in it. */
export interface OpenAutomaticRefund {
  readonly refundId: string;
  readonly reason: string;
  readonly at: Instant;
}

/**
 * Opens the automatic refund: all that is left, which may be nothing.
 *
 * It waits until no other refund is pending: one that failed afterwards would leave its money behind. Asked again it is
 * resumed while PENDING, answered again once SETTLED, and tried again, with what is left by then, after a refusal.
 */
export const openAutomaticRefund = (
  payment: Payment,
  command: OpenAutomaticRefund,
): Decision<PaymentEvent, 'nothing-captured' | 'others-pending'> => {
  if (!isCaptured(payment)) return reject('nothing-captured');
  const { refundId, reason, at } = command;
  const known = refundOf(payment, refundId);
  if (known?.status === 'SETTLED') return accept(completed(known));
  if (known?.status === 'PENDING') return accept();
  if (payment.refunds.some((refund) => refund.status === 'PENDING')) return reject('others-pending');
  const amount = refundable(payment);
  if (amount === 0) return accept(completed({ refundId, amount, reason }));
  return accept({
    type: 'AutomaticRefundOpened',
    refund: {
      refundId,
      amount,
      status: 'PENDING',
      reason,
      requestedAt: known?.requestedAt ?? at,
      attempt: (known?.attempt ?? 0) + 1,
    },
  });
};

/** What the provider did about one attempt of a refund. */
export type RefundResult =
  { readonly outcome: 'settled' } | { readonly outcome: 'refused'; readonly reason: string };

/** Why a result is not recorded. */
export type ResultRejection =
  | 'unknown-refund'
  /** The result belongs to an attempt that is over. */
  | 'stale-attempt'
  /** The money went back after it was given up and promised otherwise: a person has to look. */
  | 'exceeds-captured';

/** Records what the provider did; of a refund that is over it answers once more how it ended. */
export const recordRefund = (
  payment: Payment,
  command: { readonly refundId: string; readonly attempt: number; readonly result: RefundResult },
): Decision<PaymentEvent, ResultRejection> => {
  const refund = refundOf(payment, command.refundId);
  if (refund === undefined || !isCaptured(payment)) return reject('unknown-refund');
  if (refund.status === 'SETTLED') return accept(completed(refund));
  if (refund.attempt !== command.attempt) return reject('stale-attempt');
  if (command.result.outcome === 'refused') return accept(failed(refund, command.result.reason));
  if (refund.status === 'FAILED' && refund.amount > refundable(payment)) return reject('exceeds-captured');
  return accept(completed(refund));
};

/** The answer, once more, to a refund that is over; nothing while it is pending. */
export const answerRefund = (
  payment: Payment,
  refundId: string,
): Decision<PaymentEvent, 'unknown-refund'> => {
  const refund = refundOf(payment, refundId);
  switch (refund?.status) {
    case undefined:
      return reject('unknown-refund');
    case 'PENDING':
      return accept();
    case 'SETTLED':
      return accept(completed(refund));
    case 'FAILED':
      return accept(failed(refund, refund.failure ?? 'refused'));
  }
};

const completed = ({
  refundId,
  amount,
  reason,
}: Pick<Refund, 'refundId' | 'amount' | 'reason'>): PaymentEvent => ({
  type: 'RefundCompleted',
  refundId,
  amount,
  reason,
});

const failed = ({ refundId, amount, attempt, failure }: Refund, reason: string): PaymentEvent => ({
  type: 'RefundFailed',
  refundId,
  amount,
  attempt,
  failure: failure ?? reason,
});
