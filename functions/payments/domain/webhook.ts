import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';

/** What a webhook reports about a payment, translated from the provider's format. */
export interface PaymentReport {
  readonly outcome: 'succeeded' | 'failed';
  /** The provider's id of the webhook. A repeated delivery has the same id. */
  readonly webhookId: string;
  readonly orderId: string;
  /** Absent if the webhook names only the order. */
  readonly sessionId?: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly paidAt?: Instant;
  /** Why an attempt to pay was declined. */
  readonly reason?: string;
}

/** What a webhook reports about one attempt of a refund, translated from the provider's format. */
export interface RefundReport {
  readonly outcome: 'settled' | 'failed';
  readonly webhookId: string;
  readonly orderId: string;
  readonly refundId: string;
  readonly attempt: number;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly reason?: string;
}

/**
 * What a webhook reports if the money of a payment moved without this service, or if a dispute changed. The report
 * contains no amounts. This service asks the provider for the amounts instead, because webhooks arrive in any order.
 */
export interface MoneyReport {
  readonly webhookId: string;
  /** The provider's id of the payment. */
  readonly paymentId: string;
}

/** The result of verifying a webhook. */
export type WebhookVerification =
  /** A report about a payment. `correlationId` is the one that the session was created with. */
  | { readonly outcome: 'verified'; readonly report: PaymentReport; readonly correlationId?: string }
  /** A report about a refund. */
  | { readonly outcome: 'refund-verified'; readonly report: RefundReport; readonly correlationId?: string }
  /** A report that money moved at the provider, or that a dispute changed. */
  | { readonly outcome: 'money-moved'; readonly report: MoneyReport; readonly correlationId?: string }
  /** The webhook is signed, but this service does not use its type. */
  | { readonly outcome: 'ignored'; readonly type: string }
  /** The webhook is signed, but its format differs from the provider's documentation. */
  | { readonly outcome: 'malformed' }
  /** The signature is missing, too old, or made with an unknown secret. */
  | { readonly outcome: 'invalid-signature' };

/**
 * Verifies a webhook's signature over its raw body, and reads the webhook. An unverified webhook is never accepted.
 * Throws AppError `unavailable` if the provider's secret cannot be read.
 */
export interface WebhookVerifier {
  verify(rawBody: string, headers: WebhookHeaders): Promise<WebhookVerification>;
}

/** Headers by lower-case name. */
export type WebhookHeaders = Readonly<Record<string, string | undefined>>;

/** A verified webhook about a payment, as a message that this service sends to its own inbox. */
export interface PaymentWebhookReceived extends QueueMessage<PaymentReport> {
  readonly type: 'PaymentWebhookReceived';
}

/** A verified webhook about a refund, as a message that this service sends to its own inbox. */
export interface RefundWebhookReceived extends QueueMessage<RefundReport> {
  readonly type: 'RefundWebhookReceived';
}

/** A verified webhook about money that moved at the provider, as a message that this service sends to its own inbox. */
export interface MoneyWebhookReceived extends QueueMessage<MoneyReport> {
  readonly type: 'MoneyWebhookReceived';
}

/** A scheduled check of a payment is due. This service sends the message to its own inbox. */
export interface PaymentCheckDue extends QueueMessage<{ readonly orderId: string }> {
  readonly type: 'PaymentCheckDue';
}

export type OwnMessage =
  PaymentWebhookReceived | RefundWebhookReceived | MoneyWebhookReceived | PaymentCheckDue;

/**
 * The inbox queue of the payments service, for the messages that the service sends to itself. A message is stored
 * durably when `send` resolves.
 */
export interface OwnQueue {
  send(message: OwnMessage): Promise<void>;
}
