import type { ClosureReason } from '../../../shared/events/payments.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Currency } from '../../../shared/kernel/money.ts';

/** A checkout session at the provider. The customer pays at its `url`. */
export interface PaymentSession {
  readonly id: string;
  readonly url: string;
}

/** The fields that stay the same during a payment's life. Only an erasure changes one of them: `customerId`. */
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
  /**
   * Why the payment could never be made. The reason is stored, because every repeated PaymentClosed must contain it.
   */
  readonly reason?: ClosureReason;
}

/** A payment whose money the provider took. Some or all of it may have been refunded. */
export interface CapturedPayment extends PaymentTerms {
  readonly status: 'CAPTURED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';
  readonly session: PaymentSession;
  readonly capturedAt: Instant;
  /** The refund ledger. The sum of the PENDING and SETTLED refunds never exceeds `amount`. */
  readonly refunds: readonly Refund[];
  /** What happened to the money at the provider without this service. Absent as long as nothing has happened. */
  readonly outside?: Outside;
  /** When a scheduled check last asked the provider about this payment. */
  readonly askedAt?: Instant;
}

/**
 * What people did with the money at the provider or at the bank. The money that customers got back is stored as one
 * total and not as a list of refunds, so the size of this record is limited.
 */
export interface Outside {
  /**
   * The number of changes to this record so far. A statement of the provider is recorded only if this number has not
   * changed since the provider was asked, so an older statement does not replace a newer one.
   */
  readonly revision: number;
  /** Minor units that the customer got back: refunds made at the provider, and lost disputes. */
  readonly refunded: number;
  readonly disputes: readonly Dispute[];
}

/** A dispute (chargeback): the customer asked the bank for the money. A person answers it on the provider's page. */
export interface Dispute {
  readonly disputeId: string;
  /** In minor units. */
  readonly amount: number;
  /** LOST means that the customer keeps the money. */
  readonly status: 'OPEN' | 'WON' | 'LOST';
  /** True if the provider has taken the amount from the shop's balance. */
  readonly fundsWithdrawn: boolean;
  /** A code of the provider. */
  readonly reason: string;
  readonly openedAt: Instant;
}

/**
 * A record for an order whose payment was closed before it was requested. Because of this record, a later request for
 * the payment opens no session. The API responds as if the order had no payment.
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
   * The requested amount, or absent if all that was left was requested. A later request with the same idempotency key
   * is a repetition if it has the same amount and reason. Otherwise it reuses the key for another refund.
   */
  readonly requestedAmount?: number;
  /**
   * True if the provider has accepted the refund, and a webhook will report how it ends. Present only while the refund
   * is PENDING.
   */
  readonly underWay?: true;
  /** Why the refund failed. Present only while the refund is FAILED. */
  readonly failure?: string;
  /**
   * True if the provider had accepted the refund and it failed later, for example because the bank returned the money.
   * The refund may have settled before it failed. All further reports about the attempt are ignored. Present only while
   * the refund is FAILED.
   */
  readonly final?: true;
  /** The revision of `outside` when the refund failed. Absent if it was 0. Present only while the refund is FAILED. */
  readonly failedAtOutside?: number;
}

/** The most characters that are kept of what the provider says about a decline or a failed refund. */
const MOST_CHARACTERS = 100;

/** Shortens a text of the provider, so that the stored payment stays within a bounded size. */
export const shortened = (reason: string): string => reason.slice(0, MOST_CHARACTERS).toWellFormed();

/** Builds a new payment, which has no session at the provider yet. */
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

/** The amount that the customer got back without this service, in minor units. */
export const refundedOutside = ({ outside }: CapturedPayment): number => outside?.refunded ?? 0;

/** The amount that the customer got back in any way, in minor units. */
export const refundedTotal = (payment: CapturedPayment): number =>
  settledAmount(payment.refunds) + refundedOutside(payment);

/** The amount that can still be refunded, in minor units. */
export const refundable = (payment: CapturedPayment): number =>
  Math.max(0, payment.amount - committedAmount(payment.refunds) - refundedOutside(payment));

/** Finds a refund in the payment's ledger. */
export const refundOf = (payment: Payment, refundId: string): Refund | undefined =>
  isCaptured(payment) ? payment.refunds.find((refund) => refund.refundId === refundId) : undefined;

/** True for the refund that the orders service requests when an order has ended (functions/orders/domain/order.ts). */
export const isAutomatic = ({ refundId }: Refund): boolean => refundId.startsWith('auto:');

/** The refund of all that was left when the order ended, if there is one. */
export const automaticRefundOf = (payment: Payment): Refund | undefined =>
  isCaptured(payment) ? payment.refunds.find(isAutomatic) : undefined;

/** True if the automatic refund of an ended order failed, and money is still left to refund. */
const waitsForRefund = (payment: CapturedPayment): boolean =>
  refundable(payment) > 0 && automaticRefundOf(payment)?.status === 'FAILED';

/** True if a dispute is open. The provider does not refund money that it has withdrawn for a dispute. */
export const isDisputed = ({ outside }: CapturedPayment): boolean =>
  outside?.disputes.some(({ status }) => status === 'OPEN') ?? false;

/**
 * True if the payment waits for something that only a webhook reports. The webhook may be lost, so a scheduled check
 * asks the provider about each payment that has a refund under way, an open dispute, or money whose automatic refund
 * failed.
 */
export const waitsForProvider = (payment: Payment): boolean =>
  isCaptured(payment) &&
  (payment.refunds.some(({ underWay }) => underWay === true) ||
    isDisputed(payment) ||
    waitsForRefund(payment));

/**
 * True if nothing has to happen to the payment any more: it cannot be made, or its money was taken and neither a refund
 * nor a dispute is under way. A payment is not over while an ended order waits for the refund of its money, even if the
 * refund failed. Only a payment that is over gets an expiry time (TTL).
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
      return !(
        payment.refunds.some(({ status }) => status === 'PENDING') ||
        isDisputed(payment) ||
        waitsForRefund(payment)
      );
  }
};
