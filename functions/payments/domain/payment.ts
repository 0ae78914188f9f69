import type { ClosureReason } from '../../../shared/events/payments.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Currency } from '../../../shared/kernel/money.ts';

/** The provider's checkout: where the customer pays. */
export interface PaymentSession {
  readonly id: string;
  readonly url: string;
}

/** What stays the same during a payment's life. */
export interface PaymentTerms {
  readonly orderId: string;
  readonly customerId: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: Currency;
  readonly payBy: Instant;
  readonly requestedAt: Instant;
  /**
   * From the request at the root of the order. Stored, because a retry must send the provider exactly the same request:
   * providers refuse an idempotency key that is reused with another body.
   */
  readonly correlationId: string;
}

/** Waits for the customer. The session is absent until the provider's answer is recorded. */
export interface PendingPayment extends PaymentTerms {
  readonly status: 'PENDING';
  readonly session?: PaymentSession;
}

/** The last attempt to pay was declined. The link stays valid. */
export interface FailedPayment extends PaymentTerms {
  readonly status: 'FAILED';
  readonly session: PaymentSession;
  /** Identifies the decline, so that a repeated webhook about it changes nothing. */
  readonly declineId: string;
  readonly declineReason: string;
}

/** Can no longer be paid. If the provider refused it for good, it has a reason and no session. */
export interface ClosedPayment extends PaymentTerms {
  readonly status: 'CLOSED';
  readonly session?: PaymentSession;
  readonly closedAt: Instant;
  /** Stored, because every repeated answer must be the same. */
  readonly reason?: ClosureReason;
}

/** The provider took the money. Some or all of it may have been refunded. */
export interface CapturedPayment extends PaymentTerms {
  readonly status: 'CAPTURED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';
  readonly session: PaymentSession;
  readonly capturedAt: Instant;
  /** The refund ledger, oldest first. What is pending and settled never exceeds `amount`. */
  readonly refunds: readonly Refund[];
}

/**
 * A closure came before its payment was requested, so a later request opens nothing. Internal: to callers of the API
 * there is no payment.
 */
export interface PaymentTombstone {
  readonly status: 'TOMBSTONE';
  readonly orderId: string;
  readonly customerId: string;
  readonly closedAt: Instant;
}

/** The payment of an order. An order has one at most. */
export type Payment = PendingPayment | FailedPayment | ClosedPayment | CapturedPayment | PaymentTombstone;

/** An entry of the refund ledger. */
export interface Refund {
  readonly refundId: string;
  /** In minor units, at least 1. */
  readonly amount: number;
  readonly status: 'PENDING' | 'SETTLED' | 'FAILED';
  readonly reason: string;
  readonly requestedAt: Instant;
  /** Counts from 1. A new attempt starts after the provider refused the last one. */
  readonly attempt: number;
  /**
   * The amount in the request; absent if it asked for all that is left. Distinguishes a repetition from a reused key.
   */
  readonly requestedAmount?: number;
  /** While PENDING: the provider has accepted it, and a webhook will report how it ended. */
  readonly underWay?: true;
  /** While FAILED: why. */
  readonly failure?: string;
  /**
   * While FAILED: the provider had accepted the refund, and it failed afterwards, perhaps after it had settled,
   * because the bank returned the money. This ends the attempt: earlier reports that arrive late are ignored.
   */
  readonly final?: true;
}

/** A new payment, before the provider knows of it. */
export const requestedPayment = (terms: PaymentTerms): PendingPayment => ({ ...terms, status: 'PENDING' });

/** What a closure leaves if there is no payment. */
export const paymentTombstone = (
  orderId: string,
  customerId: string,
  closedAt: Instant,
): PaymentTombstone => ({
  status: 'TOMBSTONE',
  orderId,
  customerId,
  closedAt,
});

/** Whether the customer may still pay, as far as is recorded. */
export const isPayable = (payment: Payment): payment is PendingPayment | FailedPayment =>
  payment.status === 'PENDING' || payment.status === 'FAILED';

/** Whether the provider took money, refunded or not. */
export const isCaptured = (payment: Payment): payment is CapturedPayment =>
  payment.status === 'CAPTURED' || payment.status === 'PARTIALLY_REFUNDED' || payment.status === 'REFUNDED';

/** Minor units that were refunded. */
export const settledAmount = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, refund) => sum + (refund.status === 'SETTLED' ? refund.amount : 0), 0);

/** Minor units that were refunded or are about to be. */
export const committedAmount = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, refund) => sum + (refund.status === 'FAILED' ? 0 : refund.amount), 0);

/** Minor units that may still be refunded. */
export const refundable = (payment: CapturedPayment): number =>
  payment.amount - committedAmount(payment.refunds);

/** An entry of the ledger, if the payment has it. */
export const refundOf = (payment: Payment, refundId: string): Refund | undefined =>
  isCaptured(payment) ? payment.refunds.find((refund) => refund.refundId === refundId) : undefined;

/** A refund as the API shows it. */
export type RefundView = Pick<Refund, 'refundId' | 'amount' | 'status' | 'reason' | 'requestedAt'>;

/** A payment as the API shows it. */
export interface PaymentView {
  readonly orderId: string;
  readonly status: Exclude<Payment['status'], 'TOMBSTONE'>;
  readonly amount: number;
  readonly currency: string;
  /** Only while it can be paid. */
  readonly paymentLink?: string;
  readonly refunds: readonly RefundView[];
}

/** The public part of a refund. */
export const viewRefund = ({ refundId, amount, status, reason, requestedAt }: Refund): RefundView => ({
  refundId,
  amount,
  status,
  reason,
  requestedAt,
});

/** The public part of a payment; `undefined` for a tombstone. */
export const viewPayment = (payment: Payment): PaymentView | undefined => {
  if (payment.status === 'TOMBSTONE') return undefined;
  const { orderId, status, amount, currency } = payment;
  const link = isPayable(payment) ? payment.session?.url : undefined;
  return {
    orderId,
    status,
    amount,
    currency,
    ...(link === undefined ? {} : { paymentLink: link }),
    refunds: isCaptured(payment) ? payment.refunds.map(viewRefund) : [],
  };
};
