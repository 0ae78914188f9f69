import { REORDER_SPREAD_SECONDS, type Behaviour } from './behaviour.ts';
import { forgeryOf, type Webhook, type WebhookEndpoint } from './webhook.ts';

/** One attempt to deliver a webhook, as it waits in the queue. */
export interface Delivery {
  readonly webhook: Webhook;
  /** Counts from 1. */
  readonly attempt: number;
  /** Signed with a secret that is not the merchant's. */
  readonly forged: boolean;
}

/** A delivery and its delay. */
export interface PlannedDelivery {
  readonly delivery: Delivery;
  /** Whole seconds from now, 0 to 900. */
  readonly delaySeconds: number;
}

/** The webhook queue. Each operation is one call. */
export interface WebhookQueue {
  /** Queues a delivery. It is durable when the call returns. */
  send(planned: PlannedDelivery): Promise<void>;
  /** Moves a delivery to the dead-letter queue, with its cause. */
  giveUp(delivery: Delivery, cause: { readonly code: string; readonly reason: string }): Promise<void>;
}

/** The result of an attempt. Any answer but a 2xx is a failure (Standard Webhooks). */
export type SendOutcome =
  | { readonly delivered: true }
  | { readonly delivered: false; readonly code: string; readonly reason: string };

/** Signs a webhook with the current time and posts it. It never throws because of the merchant's server. */
export interface WebhookSender {
  post(endpoint: WebhookEndpoint, delivery: Delivery): Promise<SendOutcome>;
}

/** The longest delay of a message in SQS (SendMessage, API reference). */
const MAX_DELAY_SECONDS = 900;

/**
 * The waits after each failed attempt; the last attempt has none. The Standard Webhooks specification recommends
 * retries over days. A simulated merchant is back sooner.
 */
const RETRY_DELAYS_SECONDS: readonly number[] = [1, 3, 10, 30, 90];

/**
 * The deliveries of a webhook under a behaviour: one, or several, late, in random order, or after a forgery.
 * @param random draws from 0 (inclusive) to 1 (exclusive).
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
    // One second after the forgery, so that the forgery arrives first.
    plan({ webhook, attempt: 1, forged: false }, forgeries + Math.floor(random() * spread)),
  );
  const forgery = plan({ webhook: forgeryOf(webhook), attempt: 1, forged: true }, 0);
  return forgeries > 0 ? [forgery, ...copies] : copies;
};

/** The next attempt after a failed one. @returns undefined after the last attempt, and for a forgery. */
export const retryOf = (delivery: Delivery): PlannedDelivery | undefined => {
  const delaySeconds = RETRY_DELAYS_SECONDS[delivery.attempt - 1];
  if (delaySeconds === undefined || delivery.forged) return undefined;
  return { delivery: { ...delivery, attempt: delivery.attempt + 1 }, delaySeconds };
};
