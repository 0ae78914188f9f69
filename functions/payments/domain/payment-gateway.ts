import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Currency } from '../../../shared/kernel/money.ts';
import type { PaymentSession, PaymentTerms } from './payment.ts';
import type { RefundResult } from './refunds.ts';

/** A checkout to be opened. The order id is its idempotency key. */
export interface SessionRequest {
  readonly orderId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly payBy: Instant;
  /** Comes back with every webhook, and so the id of the first request reaches the mail about the payment. */
  readonly correlationId: string;
}

/** A checkout as the provider knows it. */
export interface ProviderSession extends PaymentSession {
  readonly status: 'open' | 'paid' | 'expired';
  readonly amount: number;
  readonly currency: Currency;
  readonly paidAt?: Instant;
}

/**
 * How opening a checkout ended. `refused` is for good and about this payment: its amount is below or above what the
 * provider takes, or its currency is not supported, so there is no session and there will be none. What is wrong with our
 * account or configuration is no refusal but an error, for it would end every order.
 */
export type SessionCreation =
  | { readonly outcome: 'created'; readonly session: ProviderSession }
  /** `reason` in the provider's words, for people. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** What a refund is for, so that a webhook about it can be told apart. */
export interface RefundReference {
  readonly orderId: string;
  readonly refundId: string;
  readonly attempt: number;
  /** The payment's: always the same one, for a key must come back with the same body. */
  readonly correlationId: string;
}

/** One attempt of a refund. */
export interface RefundOrder {
  /** The provider's idempotency key. */
  readonly key: string;
  readonly sessionId: string;
  readonly amount: number;
  readonly currency: Currency;
  /** Comes back with every webhook about the refund. */
  readonly reference: RefundReference;
}

/**
 * The payment provider. Every call may be repeated: a session by its order id, an expiry by the session, a refund by
 * its key; a repeat acts once and answers alike.
 *
 * Each throws AppError `unavailable` when there was no answer (the provider may have acted or not, so the call is to be
 * made again), and while it does not accept our key. Each throws `unprocessable` for a request that cannot succeed and
 * whose cause is with us: a session that the provider does not know, another body under a used key, a setting of our
 * account. A person has to mend that.
 */
export interface PaymentGateway {
  createSession(request: SessionRequest): Promise<SessionCreation>;
  /** Closes a session and answers it: `expired`, or `paid` when the customer was faster. */
  expireSession(sessionId: string): Promise<ProviderSession>;
  refund(order: RefundOrder): Promise<RefundResult>;
}

/** The session of a payment: always the same request, whoever makes it, and however often. */
export const sessionRequestOf = (payment: PaymentTerms): SessionRequest => ({
  orderId: payment.orderId,
  amount: payment.amount,
  currency: payment.currency,
  payBy: payment.payBy,
  correlationId: payment.correlationId,
});
