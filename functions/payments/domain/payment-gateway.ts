import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Currency } from '../../../shared/kernel/money.ts';
import type { Dispute, PaymentSession, PaymentTerms } from './payment.ts';
import type { RefundResult } from './refunds.ts';

/** A request for a checkout session. The order id is its idempotency key. */
export interface SessionRequest {
  readonly orderId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly payBy: Instant;
  /**
   * The provider returns this id in its webhooks about the session, so that the events about the payment have the
   * correlation id of the order.
   */
  readonly correlationId: string;
}

/** A checkout session, as the provider returns it. */
export interface ProviderSession extends PaymentSession {
  readonly status: 'open' | 'paid' | 'expired';
  readonly amount: number;
  readonly currency: Currency;
  readonly paidAt?: Instant;
}

/**
 * The result of a request for a session. `refused` is final and about this payment: the provider does not accept
 * the payment's amount or currency.
 *
 * A problem with our account or configuration is thrown as an error. If it were returned as a refusal, every order
 * would be cancelled.
 */
export type SessionCreation =
  | { readonly outcome: 'created'; readonly session: ProviderSession }
  /** `reason` is a code or text of the provider. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** Identifies one attempt of a refund, so that a webhook about the attempt can name it. */
export interface RefundReference {
  readonly orderId: string;
  readonly refundId: string;
  readonly attempt: number;
  /**
   * The correlation id of the payment. All calls with the same idempotency key send the same id, because a key may be
   * used again only with the same body.
   */
  readonly correlationId: string;
}

/** One attempt of a refund. */
export interface RefundOrder {
  /** The idempotency key with which the attempt is requested from the provider. */
  readonly key: string;
  readonly sessionId: string;
  readonly amount: number;
  readonly currency: Currency;
  /** The provider may return this reference in webhooks about the refund. */
  readonly reference: RefundReference;
}

/** A refund, as the provider lists it. */
export interface ListedRefund {
  /** The idempotency key of the attempt (`refundKey`). Absent if the refund was not made by this service. */
  readonly key?: string;
  /** In minor units. */
  readonly amount: number;
  readonly result: Exclude<RefundResult, { readonly outcome: 'refused' }>;
}

/** What the provider knows about a payment's money: the session, and all refunds and disputes. */
export interface ProviderStatement {
  readonly session: ProviderSession;
  readonly refunds: readonly ListedRefund[];
  readonly disputes: readonly Dispute[];
}

/**
 * The payment provider. A call can be repeated: the provider does not act again while it remembers the call's
 * idempotency key (with Stripe, 24 hours). `refund` can be repeated even later.
 *
 * Each call may throw these AppErrors:
 * - `unavailable` if the provider rejects our API key, or did not answer, so that it is unknown whether it has acted;
 * - `unprocessable` if the request cannot succeed until a person fixes our side: an unknown session, a key that was
 *   used with another body, or a setting of our account.
 */
export interface PaymentGateway {
  /** Creates a session, or returns the order's existing one. */
  createSession(request: SessionRequest): Promise<SessionCreation>;
  /** Closes a session. The result is `expired`, or `paid` if the customer paid first. */
  expireSession(sessionId: string): Promise<ProviderSession>;
  refund(order: RefundOrder): Promise<RefundResult>;
  /**
   * Finds the order of a payment by the provider's id of the payment. Returns `undefined` if the payment is not for an
   * order.
   */
  orderOf(paymentId: string): Promise<string | undefined>;
  /** Returns the present state of a session, with all its refunds and disputes, including those that others made. */
  statement(sessionId: string): Promise<ProviderStatement>;
}

/** What is logged when the provider refuses a session. It contains no personal data. */
export interface SessionRefusal {
  readonly orderId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly reason: string;
}

/** What `openSession` needs: the provider's gateway and a log. */
export interface SessionDependencies {
  readonly gateway: PaymentGateway;
  /** Called for each refusal, to log it. */
  readonly onSessionRefused: (refusal: SessionRefusal) => void;
}

/**
 * Opens a payment's session. If it was opened before, the provider returns the same session.
 * @returns `undefined` if the provider refuses the payment for good.
 * @throws AppError of the gateway.
 */
export const openSession = async (
  { gateway, onSessionRefused }: SessionDependencies,
  { orderId, amount, currency, payBy, correlationId }: PaymentTerms,
): Promise<PaymentSession | undefined> => {
  const creation = await gateway.createSession({ orderId, amount, currency, payBy, correlationId });
  if (creation.outcome === 'created') return { id: creation.session.id, url: creation.session.url };
  onSessionRefused({ orderId, amount, currency, reason: creation.reason });
  return undefined;
};
