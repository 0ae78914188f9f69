import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';

/** What a webhook reports about a payment, in the terms of this service. */
export interface PaymentReport {
  readonly outcome: 'succeeded' | 'failed';
  /** The provider's id of the webhook. Its retries have the same id. */
  readonly webhookId: string;
  readonly orderId: string;
  /** Absent if the provider's message names only the order. */
  readonly sessionId?: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly paidAt?: Instant;
  /** Why an attempt to pay was declined. */
  readonly reason?: string;
}

/** What a webhook reports about one attempt of a refund, in the terms of this service. */
export interface RefundReport {
  readonly outcome: 'settled' | 'failed';
  /** The provider's id of the webhook. Its retries have the same id. */
  readonly webhookId: string;
  readonly orderId: string;
  readonly refundId: string;
  readonly attempt: number;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  /** Why it failed. */
  readonly reason?: string;
}

/** The result of verifying a webhook. */
export type WebhookVerification =
  /** A report about a payment. `correlationId` is the one that the session was created with. */
  | { readonly outcome: 'verified'; readonly report: PaymentReport; readonly correlationId?: string }
  /** A report about a refund. */
  | { readonly outcome: 'refund-verified'; readonly report: RefundReport; readonly correlationId?: string }
  /** Signed, of a type that payments does not use. */
  | { readonly outcome: 'ignored'; readonly type: string }
  /** Signed, and different from the provider's documentation. */
  | { readonly outcome: 'malformed' }
  /** Signed with an unknown secret, too old, or not signed. */
  | { readonly outcome: 'invalid-signature' };

/**
 * Verifies a webhook's signature over its raw body, and reads the webhook.
 * Throws AppError `unavailable` if the provider's secret cannot be read. It never accepts an unverified webhook.
 */
export interface WebhookVerifier {
  verify(rawBody: string, headers: WebhookHeaders): Promise<WebhookVerification>;
}

/** Headers by lower-case name. */
export type WebhookHeaders = Readonly<Record<string, string | undefined>>;

/** A verified webhook about a payment, as a message to the own inbox of payments. */
export interface PaymentWebhookReceived extends QueueMessage<PaymentReport> {
  readonly type: 'PaymentWebhookReceived';
}

/** A verified webhook about a refund. */
export interface RefundWebhookReceived extends QueueMessage<RefundReport> {
  readonly type: 'RefundWebhookReceived';
}

/** The inbox queue of payments. A message is durable once `send` returns. */
export interface WebhookQueue {
  send(message: PaymentWebhookReceived | RefundWebhookReceived): Promise<void>;
}
