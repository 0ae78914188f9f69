import type { Delivery } from './delivery.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** How the merchant's server took a webhook. Anything but a 2xx counts as not delivered (Standard Webhooks). */
export type SendOutcome =
  | { readonly delivered: true }
  | { readonly delivered: false; readonly code: string; readonly reason: string };

/** Signs a webhook, with the time of this attempt, and posts it. Never throws for what the merchant's server does. */
export interface WebhookSender {
  post(endpoint: WebhookEndpoint, delivery: Delivery): Promise<SendOutcome>;
}
