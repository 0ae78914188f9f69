import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import { stepOf } from '../../../shared/kernel/money.ts';
import {
  isAutomatic,
  isCaptured,
  refundable,
  refundOf,
  shortened,
  type Payment,
  type Refund,
} from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';

/**
 * The provider's idempotency key for a refund's current attempt. Each attempt needs a new key, because providers repeat
 * their refusal for a used key. A new attempt cannot refund twice, because it starts only after a definite failure.
 */
export const refundKey = ({ refundId, attempt }: Pick<Refund, 'refundId' | 'attempt'>): string =>
  attempt === 1 ? refundId : `${refundId}#${attempt}`;

/** An administrator's command to refund a payment. Without an amount, all that is left is refunded. */
export interface RequestRefund {
  /** Derived from the order and the idempotency key, so that a repetition has the same id. */
  readonly refundId: string;
  readonly amount?: number;
  readonly reason: string;
  readonly at: Instant;
}

/** Why an administrator's refund is refused. */
export type RefundRejection =
  'nothing-captured' | 'exceeds-captured' | 'amount-not-payable' | 'key-reused' | 'too-many-refunds';

/**
 * The most refunds in the ledger of a payment, without the automatic one. With this limit, the payment's item stays
 * below 64 KB, even if each refund has the longest reason.
 */
export const MOST_REFUNDS = 25;

/**
 * Adds an administrator's refund to the ledger, if enough money is left. The ledger has at most `MOST_REFUNDS` refunds
 * of administrators. The refund that takes the last place must refund all the money that is left.
 */
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
  if (amount % stepOf(payment.currency) !== 0) return reject('amount-not-payable');
  const places = amount === left ? MOST_REFUNDS : MOST_REFUNDS - 1;
  if (payment.refunds.filter((refund) => !isAutomatic(refund)).length >= places)
    return reject('too-many-refunds');
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

/** The command of the orders service to refund an ended order. */
export interface OpenAutomaticRefund {
  readonly refundId: string;
  readonly reason: string;
  readonly at: Instant;
}

/**
 * Opens the automatic refund of all money that is left, which may be nothing. If the automatic refund is in the ledger
 * already:
 * - PENDING: nothing changes, and the caller carries it out;
 * - SETTLED: RefundCompleted is published again;
 * - FAILED: a new attempt starts, for all money that is left by then.
 *
 * The command is rejected while the provider has not answered another refund. If the provider refused that other refund
 * later, neither refund would return its money. A refund that the provider accepted may take days to settle, so the
 * command does not wait for it.
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

/** True if the provider has neither accepted nor refused the refund yet. */
const isUnanswered = ({ status, underWay }: Refund): boolean => status === 'PENDING' && underWay !== true;

/** How the provider dealt with one attempt of a refund. */
export type RefundResult =
  /** The money is on its way to the customer. */
  | { readonly outcome: 'settled' }
  /** The provider accepted the refund. A webhook will report how it ends. */
  | { readonly outcome: 'taken-on' }
  /** The provider did not accept the refund. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** The provider accepted the refund, but it failed later, perhaps after it had settled. This failure is final. */
  | { readonly outcome: 'failed'; readonly reason: string };

/** Why a result is not recorded. */
export type ResultRejection =
  | 'unknown-refund'
  /** The result belongs to an earlier attempt. */
  | 'stale-attempt'
  /**
   * The refund settled after it had failed, but meanwhile its money was reserved for other refunds. A person must look
   * at it.
   */
  | 'exceeds-captured';

/** The command to record the provider's result. */
export interface RecordRefund {
  readonly refundId: string;
  readonly attempt: number;
  readonly result: RefundResult;
}

/** Records the provider's result. If the refund has ended and the result is no news, publishes again how it ended. */
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

/** What a webhook reports about one attempt of a refund. */
export interface RefundReported extends RecordRefund {
  readonly result: Extract<RefundResult, { readonly outcome: 'settled' | 'failed' }>;
  readonly amount: number;
  readonly currency: string;
}

/** Why a webhook about a refund is not recorded. */
export type RefundReportRejection =
  | ResultRejection
  /** The webhook is about another amount or currency. A person must look at it. */
  | 'not-this-refund';

/**
 * Records what a webhook reports. Webhooks arrive in any order and may be repeated. The following change nothing:
 * - a repeated report;
 * - a report about an earlier attempt;
 * - a report that arrives after a final failure.
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

/** Publishes again how a refund ended. For a pending refund, nothing is published. */
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
  failure: failure ?? shortened(reason),
  ...(final === undefined ? {} : { final }),
});
