import type { Instant } from '../../../shared/kernel/clock.ts';

/** What a provider's webhook says about a payment, in our terms. */
export interface PaymentReport {
  readonly outcome: 'succeeded' | 'failed';
  /** The provider's id of the webhook; its retries bear the same one. */
  readonly webhookId: string;
  readonly orderId: string;
  /** Absent where the provider's message names only the order. */
  readonly sessionId?: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly paidAt?: Instant;
  /** Why an attempt to pay was declined. */
  readonly reason?: string;
}

/** What a provider's webhook says about one attempt of a refund, in our terms. */
export interface RefundReport {
  readonly outcome: 'settled' | 'failed';
  /** The provider's id of the webhook; its retries bear the same one. */
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

/** What became of a webhook's verification. */
export type WebhookVerification =
  /** `correlationId` is the one that was given to the session. */
  | { readonly outcome: 'verified'; readonly report: PaymentReport; readonly correlationId?: string }
  /** The same, of a refund. */
  | { readonly outcome: 'refund-verified'; readonly report: RefundReport; readonly correlationId?: string }
  /** Signed, and of no concern to payments. */
  | { readonly outcome: 'ignored'; readonly type: string }
  /** Signed, and not what the provider's documentation says. */
  | { readonly outcome: 'malformed' }
  /** Signed by nobody we know, too old, or not signed at all. */
  | { readonly outcome: 'invalid-signature' };

/**
 * Verifies a webhook's signature over its raw body, and reads it.
 * It throws AppError `unavailable` while the provider's secret cannot be read: never open.
 */
export interface WebhookVerifier {
  verify(rawBody: string, headers: Readonly<Record<string, string>>): Promise<WebhookVerification>;
}

interface WebhookReceived {
  readonly id: string;
  readonly version: 1;
  readonly time: Instant;
  readonly correlationId: string;
  readonly causationId: string;
}

/** A verified webhook about a payment on its way to payments' own inbox. */
export interface PaymentWebhookReceived extends WebhookReceived {
  readonly type: 'PaymentWebhookReceived';
  readonly data: PaymentReport;
}

/** The same, about a refund. */
export interface RefundWebhookReceived extends WebhookReceived {
  readonly type: 'RefundWebhookReceived';
  readonly data: RefundReport;
}

/** Payments' inbox queue. A message is durable once `send` returns. */
export interface WebhookQueue {
  send(message: PaymentWebhookReceived | RefundWebhookReceived): Promise<void>;
}
