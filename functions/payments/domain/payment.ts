import type { ClosureReason } from '../../../shared/events/payments.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Currency } from '../../../shared/kernel/money.ts';

/** A checkout session at the provider. The customer pays at its `url`. */
export interface PaymentSession {
  readonly id: string;
  readonly url: string;
}

/** The fields that stay the same during a payment's life. */
export interface PaymentTerms {
  readonly orderId: string;
  readonly customerId: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: Currency;
  readonly payBy: Instant;
  readonly requestedAt: Instant;
  /**
   * The correlation id of the HTTP request that placed the order. It is stored because a retry must send the provider
   * the same body: providers refuse an idempotency key that is reused with another body.
   */
  readonly correlationId: string;
}

/** A payment that waits for the customer. It has no session until the provider's response is recorded. */
export interface PendingPayment extends PaymentTerms {
  readonly status: 'PENDING';
  readonly session?: PaymentSession;
}

/** A payment whose most recent attempt was declined. Its link stays valid. */
export interface FailedPayment extends PaymentTerms {
  readonly status: 'FAILED';
  readonly session: PaymentSession;
  /** Identifies the decline, so that a repeated webhook about it changes nothing. */
  readonly declineId: string;
  readonly declineReason: string;
}

/** A payment that can no longer be made. If the provider refused it for good, it has a reason and no session. */
export interface ClosedPayment extends PaymentTerms {
  readonly status: 'CLOSED';
  readonly session?: PaymentSession;
  readonly closedAt: Instant;
  /** Stored, because every repeated PaymentClosed must have the same reason. */
  readonly reason?: ClosureReason;
}

/** A payment whose money the provider took. Some or all of it may have been refunded. */
export interface CapturedPayment extends PaymentTerms {
  readonly status: 'CAPTURED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';
  readonly session: PaymentSession;
  readonly capturedAt: Instant;
  /** The refund ledger, oldest first. The sum of pending and settled refunds never exceeds `amount`. */
  readonly refunds: readonly Refund[];
}

/**
 * A record for an order whose payment was closed before it was requested. It makes a later request open nothing. The
 * API treats it as if there were no payment.
 */
export interface PaymentTombstone {
  readonly status: 'TOMBSTONE';
  readonly orderId: string;
  readonly customerId: string;
  readonly closedAt: Instant;
}

/** The payment of an order. An order has at most one. */
export type Payment = PendingPayment | FailedPayment | ClosedPayment | CapturedPayment | PaymentTombstone;

/** An entry of the refund ledger. */
export interface Refund {
  readonly refundId: string;
  /** In minor units, at least 1. */
  readonly amount: number;
  readonly status: 'PENDING' | 'SETTLED' | 'FAILED';
  readonly reason: string;
  readonly requestedAt: Instant;
  /** The number of the current attempt, counted from 1. A new attempt starts after the previous one failed. */
  readonly attempt: number;
  /**
   * The requested amount, or absent if all that was left was requested. It shows whether a request with a known key is
   * a repetition or reuses the key for something else.
   */
  readonly requestedAmount?: number;
  /** True if the provider has accepted the refund, and a webhook will report how it ends. Only while PENDING. */
  readonly underWay?: true;
  /** Why the refund failed. Only while FAILED. */
  readonly failure?: string;
  /**
   * True if the provider had accepted the refund and it failed later, for example because the bank returned the money.
   * The refund may have settled before it failed. All further reports about the attempt are ignored. Only while FAILED.
   */
  readonly final?: true;
}

/** The most characters that are kept of what the provider says about a decline or a failed refund. */
const MOST_CHARACTERS = 100;

/** Shortens what the provider says, because every list of an item needs a bound. */
export const shortened = (reason: string): string => reason.slice(0, MOST_CHARACTERS).toWellFormed();

/** A new payment, before the provider knows of it. */
export const requestedPayment = (terms: PaymentTerms): PendingPayment => ({ ...terms, status: 'PENDING' });

/** The record that a closure stores if there is no payment yet. */
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

/** True if the customer may still pay, according to the stored state. */
export const isPayable = (payment: Payment): payment is PendingPayment | FailedPayment =>
  payment.status === 'PENDING' || payment.status === 'FAILED';

/** True if the provider took the money, even if it was refunded since. */
export const isCaptured = (payment: Payment): payment is CapturedPayment =>
  payment.status === 'CAPTURED' || payment.status === 'PARTIALLY_REFUNDED' || payment.status === 'REFUNDED';

/** The amount that was refunded, in minor units. */
export const settledAmount = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, refund) => sum + (refund.status === 'SETTLED' ? refund.amount : 0), 0);

/** The amount that was refunded or is about to be, in minor units. */
export const committedAmount = (refunds: readonly Refund[]): number =>
  refunds.reduce((sum, refund) => sum + (refund.status === 'FAILED' ? 0 : refund.amount), 0);

/** The amount that can still be refunded, in minor units. */
export const refundable = (payment: CapturedPayment): number =>
  payment.amount - committedAmount(payment.refunds);

/** Finds a refund in the payment's ledger. */
export const refundOf = (payment: Payment, refundId: string): Refund | undefined =>
  isCaptured(payment) ? payment.refunds.find((refund) => refund.refundId === refundId) : undefined;

/** True for the refund that the orders service requests when an order has ended (`automaticRefundId` in orders). */
export const isAutomatic = ({ refundId }: Refund): boolean => refundId.startsWith('auto:');

/**
 * True if nothing has to happen to the payment any more: it cannot be made, or its money was taken and no refund is
 * under way. A payment whose automatic refund failed is not over while money is left, because the ended order waits
 * for this refund. Only a payment that is over expires.
 */
export const isOver = (payment: Payment): boolean => {
  switch (payment.status) {
    case 'PENDING':
    case 'FAILED':
      return false;
    case 'CLOSED':
    case 'TOMBSTONE':
      return true;
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return !payment.refunds.some(
        (refund) =>
          refund.status === 'PENDING' ||
          (refund.status === 'FAILED' && isAutomatic(refund) && refundable(payment) > 0),
      );
  }
};

/** A refund as the API returns it. Only staff see `reason`, which is an internal text, and `failure`. */
export type RefundView = Pick<Refund, 'refundId' | 'amount' | 'status' | 'requestedAt'> &
  Partial<Pick<Refund, 'reason' | 'failure'>>;

/** A payment as the API returns it. */
export interface PaymentView {
  readonly orderId: string;
  readonly status: Exclude<Payment['status'], 'TOMBSTONE'>;
  readonly amount: number;
  readonly currency: string;
  /** Present only while the customer may still pay. */
  readonly paymentLink?: string;
  readonly refunds: readonly RefundView[];
}

/** Who looks at a payment. */
export type Viewer = 'customer' | 'staff';

/** The fields of a refund that the API returns. */
export const viewRefund = (
  { refundId, amount, status, reason, requestedAt, failure }: Refund,
  viewer: Viewer,
): RefundView => ({
  refundId,
  amount,
  status,
  requestedAt,
  ...(viewer === 'staff' ? { reason, ...(failure === undefined ? {} : { failure }) } : {}),
});

/** The fields of a payment that the API returns, or `undefined` for a tombstone. */
export const viewPayment = (payment: Payment, viewer: Viewer): PaymentView | undefined => {
  if (payment.status === 'TOMBSTONE') return undefined;
  const { orderId, status, amount, currency } = payment;
  const link = isPayable(payment) ? payment.session?.url : undefined;
  return {
    orderId,
    status,
    amount,
    currency,
    ...(link === undefined ? {} : { paymentLink: link }),
    refunds: isCaptured(payment) ? payment.refunds.map((refund) => viewRefund(refund, viewer)) : [],
  };
};
