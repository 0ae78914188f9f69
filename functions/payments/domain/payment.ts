import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Currency } from '../../../shared/kernel/money.ts';
import type { Refund } from './refund.ts';

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
   * Of the request at the root of the order. Kept, because a session is created again, after a crash, with the very
   * same content: providers refuse an idempotency key that comes back with another body.
   */
  readonly correlationId: string;
}

/** Waits for the customer. The session is missing until the provider's answer is recorded. */
export interface PendingPayment extends PaymentTerms {
  readonly status: 'PENDING';
  readonly session?: PaymentSession;
}

/** The last attempt to pay was declined; the link is still good. */
export interface FailedPayment extends PaymentTerms {
  readonly status: 'FAILED';
  readonly session: PaymentSession;
  /** Names the decline, so that a repeated webhook about it changes nothing. */
  readonly declineId: string;
  readonly declineReason: string;
}

/** Why a payment could never be made; published, and therefore stable. */
export type ClosureReason = 'refused-by-provider';

/** Can no longer be paid. Without a session, and with the reason, when the provider never took one on. */
export interface ClosedPayment extends PaymentTerms {
  readonly status: 'CLOSED';
  readonly session?: PaymentSession;
  readonly closedAt: Instant;
  /** Kept, because each answer that is given again must say the same. */
  readonly reason?: ClosureReason;
}

/** The money is there, or was: some or all of it may have been given back. */
export interface CapturedPayment extends PaymentTerms {
  readonly status: 'CAPTURED' | 'PARTIALLY_REFUNDED' | 'REFUNDED';
  readonly session: PaymentSession;
  readonly capturedAt: Instant;
  /** The refund ledger, oldest first: what is pending and settled never exceeds `amount`. */
  readonly refunds: readonly Refund[];
}

/**
 * A closure came before its payment was requested: nothing was ever to be paid here, and nothing will be.
 * Internal; to the outside there is no payment.
 */
export interface PaymentTombstone {
  readonly status: 'TOMBSTONE';
  readonly orderId: string;
  readonly customerId: string;
  readonly closedAt: Instant;
}

/** The one payment of an order. */
export type Payment = PendingPayment | FailedPayment | ClosedPayment | CapturedPayment | PaymentTombstone;

/** A payment as it is first recorded, before the provider knows of it. */
export const requestedPayment = (terms: PaymentTerms): PendingPayment => ({ ...terms, status: 'PENDING' });

/** What a closure leaves that finds no payment. */
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

/** Whether the customer may still pay, as far as we know. */
export const isPayable = (payment: Payment): payment is PendingPayment | FailedPayment =>
  payment.status === 'PENDING' || payment.status === 'FAILED';

/** Whether money was taken, given back or not. */
export const isCaptured = (payment: Payment): payment is CapturedPayment =>
  payment.status === 'CAPTURED' || payment.status === 'PARTIALLY_REFUNDED' || payment.status === 'REFUNDED';
