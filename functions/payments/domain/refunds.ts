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
 * It waits until the provider has answered every other refund: one that it refuses afterwards would leave its money
 * behind. Those that it has taken on may be under way for days, and are not waited for. Asked again it is resumed while
 * PENDING, answered again once SETTLED, and tried again, with what is left by then, after it failed.
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
  if (payment.refunds.some(isUnanswered)) return reject('others-pending');
  const amount = refundable(payment);
  if (amount === 0) return accept({ type: 'RefundCompleted', refundId, amount, reason });
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

/** The provider has not said yet whether it takes the refund on. */
const isUnanswered = ({ status, underWay }: Refund): boolean => status === 'PENDING' && underWay !== true;

/** What the provider did about one attempt of a refund. */
export type RefundResult =
  /** The money is on its way to the customer. */
  | { readonly outcome: 'settled' }
  /** Taken on; a webhook will tell how it ended. */
  | { readonly outcome: 'taken-on' }
  /** Not taken on. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** Taken on, and failed afterwards, perhaps after it had settled. Nothing comes after this. */
  | { readonly outcome: 'failed'; readonly reason: string };

/** Why a result is not recorded. */
export type ResultRejection =
  | 'unknown-refund'
  /** The result belongs to an attempt that is over. */
  | 'stale-attempt'
  /** The money went back after it was given up and promised otherwise: a person has to look. */
  | 'exceeds-captured';

/** What the provider did about one attempt. */
export interface RecordRefund {
  readonly refundId: string;
  readonly attempt: number;
  readonly result: RefundResult;
}

/** Records what the provider did; of a refund that is over it answers once more how it ended. */
export const recordRefund = (
  payment: Payment,
  { refundId, attempt, result }: RecordRefund,
): Decision<PaymentEvent, ResultRejection> => {
  const refund = refundOf(payment, refundId);
  if (refund === undefined || !isCaptured(payment)) return reject('unknown-refund');
  const isPresent = refund.attempt === attempt;
  if (isPresent && result.outcome === 'failed')
    return accept(failed({ ...refund, final: true }, result.reason));
  if (refund.status === 'SETTLED') return accept(completed(refund));
  if (!isPresent) return reject('stale-attempt');
  switch (result.outcome) {
    case 'refused':
    case 'failed':
      return accept(failed(refund, result.reason));
    case 'taken-on':
      if (refund.status === 'FAILED') return answerRefund(payment, refundId);
      return refund.underWay === true ? accept() : accept({ type: 'RefundTakenOn', refundId, attempt });
    case 'settled':
      if (refund.status === 'FAILED' && refund.final === true) return answerRefund(payment, refundId);
      if (refund.status === 'FAILED' && refund.amount > refundable(payment))
        return reject('exceeds-captured');
      return accept(completed(refund));
  }
};

/** What a webhook says about one attempt, and of how much. */
export interface RefundReported extends RecordRefund {
  readonly result: Extract<RefundResult, { readonly outcome: 'settled' | 'failed' }>;
  readonly amount: number;
  readonly currency: string;
}

/** Why a webhook's word about a refund is not recorded. */
export type RefundReportRejection =
  | ResultRejection
  /** Another amount or currency than the ledger's: a person has to look. */
  | 'not-this-refund';

/**
 * Records what a webhook says. Nobody waits for an answer, so what is known already changes nothing. Webhooks come in any
 * order: after a failure nothing counts any more, and an attempt is over once the next one began, for that needs a failure.
 */
export const recordRefundReport = (
  payment: Payment,
  report: RefundReported,
): Decision<PaymentEvent, RefundReportRejection> => {
  const refund = refundOf(payment, report.refundId);
  if (refund === undefined || !isCaptured(payment)) return reject('unknown-refund');
  if (refund.attempt !== report.attempt || refund.final === true) return accept();
  if (refund.amount !== report.amount || payment.currency !== report.currency)
    return reject('not-this-refund');
  return refund.status === 'SETTLED' && report.result.outcome === 'settled'
    ? accept()
    : recordRefund(payment, report);
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

const completed = ({ refundId, amount, reason, attempt }: Refund): PaymentEvent => ({
  type: 'RefundCompleted',
  refundId,
  amount,
  reason,
  attempt,
});

const failed = ({ refundId, amount, attempt, failure, final }: Refund, reason: string): PaymentEvent => ({
  type: 'RefundFailed',
  refundId,
  amount,
  attempt,
  failure: failure ?? reason,
  ...(final === undefined ? {} : { final }),
});
