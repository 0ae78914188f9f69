import { REORDER_SPREAD_SECONDS, type Behaviour } from './behaviour.ts';
import { forgeryOf, type Webhook, type WebhookEndpoint } from './webhook.ts';

/** One attempt to deliver a webhook, as it waits in the queue. */
export interface Delivery {
  readonly webhook: Webhook;
  /** The number of this attempt, counted from 1. */
  readonly attempt: number;
  /** Whether the webhook is signed with a wrong secret. */
  readonly forged: boolean;
}

/** A delivery, and how long the queue must delay it. */
export interface PlannedDelivery {
  readonly delivery: Delivery;
  /** Whole seconds from now, 0 to 900. */
  readonly delaySeconds: number;
}

/** The webhook queue. Each operation is one call. */
export interface WebhookQueue {
  /** Queues a delivery. When the call returns, the delivery is stored durably. */
  send(planned: PlannedDelivery): Promise<void>;
  /** Sends a delivery to the dead-letter queue, with the cause of its failure. */
  giveUp(delivery: Delivery, cause: { readonly code: string; readonly reason: string }): Promise<void>;
}

/** The result of an attempt. Any status other than 2xx is a failure (Standard Webhooks). */
export type SendOutcome =
  | { readonly delivered: true }
  | { readonly delivered: false; readonly code: string; readonly reason: string };

/**
 * Signs a webhook with the current time and sends it by POST. Returns failures of the merchant's server, and never
 * throws them.
 */
export interface WebhookSender {
  post(endpoint: WebhookEndpoint, delivery: Delivery): Promise<SendOutcome>;
}

/** The longest delay of a message in SQS (SendMessage, API reference). */
const MAX_DELAY_SECONDS = 900;

/**
 * How long to wait after each failed attempt. After the last attempt there is no wait. The Standard Webhooks
 * specification recommends retries for days. Here, less than three minutes is enough, because no real payment depends
 * on the gateway.
 */
export const RETRY_DELAYS_SECONDS: readonly number[] = [1, 3, 10, 30, 90];

/**
 * Plans the deliveries of a webhook. The behaviour can add duplicates, delay the deliveries, or add a forged delivery
 * before them.
 * @param random returns a random number from 0 (inclusive) to 1 (exclusive).
 */
export const planDeliveries = (
  webhook: Webhook,
  behaviour: Behaviour,
  random: () => number,
): readonly PlannedDelivery[] => {
  const forgeries = behaviour.forge === true ? 1 : 0;
  const base = behaviour.delaySeconds ?? 0;
  const spread = behaviour.reorder === true ? REORDER_SPREAD_SECONDS + 1 : 0;
  const plan = (delivery: Delivery, late: number): PlannedDelivery => ({
    delivery,
    delaySeconds: Math.min(MAX_DELAY_SECONDS, base + late),
  });
  const copies = Array.from({ length: 1 + (behaviour.duplicate ?? 0) }, () =>
    // If there is a forgery, the delay is one second longer, so that the forgery usually arrives first.
    plan({ webhook, attempt: 1, forged: false }, forgeries + Math.floor(random() * spread)),
  );
  const forgery = plan({ webhook: forgeryOf(webhook), attempt: 1, forged: true }, 0);
  return forgeries > 0 ? [forgery, ...copies] : copies;
};

/** Plans the next attempt after a failed one. Returns undefined after the last attempt, and for a forgery. */
export const retryOf = (delivery: Delivery): PlannedDelivery | undefined => {
  const delaySeconds = RETRY_DELAYS_SECONDS[delivery.attempt - 1];
  if (delaySeconds === undefined || delivery.forged) return undefined;
  return { delivery: { ...delivery, attempt: delivery.attempt + 1 }, delaySeconds };
};
