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

/** What became of a webhook's verification. */
export type WebhookVerification =
  /** `correlationId` is the one that was given to the session. */
  | { readonly outcome: 'verified'; readonly report: PaymentReport; readonly correlationId?: string }
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

/** A verified webhook on its way to payments' own inbox. */
export interface PaymentWebhookReceived {
  readonly id: string;
  readonly type: 'PaymentWebhookReceived';
  readonly version: 1;
  readonly time: Instant;
  readonly correlationId: string;
  readonly causationId: string;
  readonly data: PaymentReport;
}

/** Payments' inbox queue. A message is durable once `send` returns. */
export interface WebhookQueue {
  send(message: PaymentWebhookReceived): Promise<void>;
}
