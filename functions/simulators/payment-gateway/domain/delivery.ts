import { REORDER_SPREAD_SECONDS, type Behaviour } from './behaviour.ts';
import { forgeryOf, type Webhook } from './webhook.ts';

/** One attempt to bring a webhook to the merchant, as it waits in the queue. */
export interface Delivery {
  readonly webhook: Webhook;
  /** Counts from 1. */
  readonly attempt: number;
  /** Signed with a secret that is not the merchant's. */
  readonly forged: boolean;
}

/** A delivery and when it sets off. */
export interface PlannedDelivery {
  readonly delivery: Delivery;
  /** Whole seconds from now, 0 to 900. */
  readonly delaySeconds: number;
}

/** SQS delays by 15 minutes at the most (SendMessage, API reference). */
const MAX_DELAY_SECONDS = 900;

/**
 * Seconds to wait after each failed attempt; there is one attempt more than there are waits. The Standard Webhooks
 * specification asks for growing waits over days; a merchant on the same machine is back sooner.
 */
const RETRY_DELAYS_SECONDS: readonly number[] = [1, 3, 10, 30, 90];

/**
 * How a webhook is sent under a behaviour: once, or late, several times, out of order, with a forgery ahead of it.
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
    // A second behind the forgery, so that the forgery is there first.
    plan({ webhook, attempt: 1, forged: false }, forgeries + Math.floor(random() * spread)),
  );
  const forgery = plan({ webhook: forgeryOf(webhook), attempt: 1, forged: true }, 0);
  return forgeries > 0 ? [forgery, ...copies] : copies;
};

/**
 * The next attempt after a failed one; none when the gateway gives up, or for a forgery: a forger does not insist.
 */
export const retryOf = (delivery: Delivery): PlannedDelivery | undefined => {
  const delaySeconds = RETRY_DELAYS_SECONDS[delivery.attempt - 1];
  if (delaySeconds === undefined || delivery.forged) return undefined;
  return { delivery: { ...delivery, attempt: delivery.attempt + 1 }, delaySeconds };
};

/** The way to the merchant. Each operation is one call. */
export interface WebhookQueue {
  /** Puts a delivery under way. Durable once it returns. */
  send(planned: PlannedDelivery): Promise<void>;
  /** Puts a delivery to rest with its cause, after the last attempt. */
  giveUp(delivery: Delivery, cause: { readonly code: string; readonly reason: string }): Promise<void>;
}
