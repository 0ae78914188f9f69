import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Currency } from '../../../shared/kernel/money.ts';
import type { PaymentSession, PaymentTerms } from './payment.ts';
import type { RefundResult } from './refunds.ts';

/** A request for a checkout session. The order id is its idempotency key. */
export interface SessionRequest {
  readonly orderId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly payBy: Instant;
  /** Every webhook returns it, so that events and messages about the payment keep the trace of the order. */
  readonly correlationId: string;
}

/** A checkout session, as the provider reports it. */
export interface ProviderSession extends PaymentSession {
  readonly status: 'open' | 'paid' | 'expired';
  readonly amount: number;
  readonly currency: Currency;
  readonly paidAt?: Instant;
}

/**
 * The answer to a request for a session. `refused` is final and about this payment: the provider does not take its
 * amount or its currency. A problem with our account or configuration is an error instead, because as a refusal it
 * would end every order.
 */
export type SessionCreation =
  | { readonly outcome: 'created'; readonly session: ProviderSession }
  /** `reason` is the provider's own code or text. */
  | { readonly outcome: 'refused'; readonly reason: string };

/** Identifies a refund in webhooks about it. */
export interface RefundReference {
  readonly orderId: string;
  readonly refundId: string;
  readonly attempt: number;
  /** The payment's, and so the same in each call: an idempotency key must be reused with the same body. */
  readonly correlationId: string;
}

/** One attempt of a refund. */
export interface RefundOrder {
  /** The provider's idempotency key. */
  readonly key: string;
  readonly sessionId: string;
  readonly amount: number;
  readonly currency: Currency;
  /** Every webhook about the refund returns it. */
  readonly reference: RefundReference;
}

/**
 * The payment provider. Every call may be repeated: it acts once and gives the same answer again.
 *
 * Each call throws AppError `unavailable` if the provider gave no answer, so that it may or may not have acted, or if
 * it rejects our API key. It throws `unprocessable` for a request that cannot succeed until a person fixes our side:
 * an unknown session, another body with a used key, a setting of our account.
 */
export interface PaymentGateway {
  /** Creates a session, or returns the one that the order has already. */
  createSession(request: SessionRequest): Promise<SessionCreation>;
  /** Closes a session: `expired`, or `paid` if the customer paid first. */
  expireSession(sessionId: string): Promise<ProviderSession>;
  refund(order: RefundOrder): Promise<RefundResult>;
}

/** A refused session, for the log. It holds no personal data. */
export interface SessionRefusal {
  readonly orderId: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly reason: string;
}

/** The ports of `openSession`. */
export interface SessionDependencies {
  readonly gateway: PaymentGateway;
  /** Called for each refusal, to log it. */
  readonly onSessionRefused: (refusal: SessionRefusal) => void;
}

/**
 * Opens a payment's session, or finds the one that was opened before.
 * @returns `undefined` if the provider refuses it for good.
 * @throws AppError as the gateway does.
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
