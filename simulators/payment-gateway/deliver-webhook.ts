import { retryOf, type Delivery, type WebhookQueue, type WebhookSender } from './domain/delivery.ts';
import type { WebhookEndpointStore } from './domain/webhook.ts';

export interface Dependencies {
  readonly endpoints: WebhookEndpointStore;
  readonly sender: WebhookSender;
  readonly queue: WebhookQueue;
}

/** `dropped`: no endpoint is registered, or a forged webhook was not delivered. */
export type DeliveryOutcome = 'delivered' | 'dropped' | 'retried' | 'given-up';

/**
 * Makes one attempt to deliver a webhook to the endpoint that is registered now. After a failure it queues the next
 * attempt. After the last failure it moves the webhook to the dead-letter queue. A forged webhook gets one attempt.
 *
 * The queue's message about this attempt is acknowledged only after the message about the next attempt is stored. So if
 * a worker dies, a webhook may be sent twice, but it is not lost.
 */
export const deliverWebhook =
  ({ endpoints, sender, queue }: Dependencies) =>
  async (delivery: Delivery): Promise<DeliveryOutcome> => {
    const endpoint = await endpoints.load();
    if (endpoint === undefined) return 'dropped';
    const result = await sender.post(endpoint, delivery);
    if (result.delivered) return 'delivered';
    if (delivery.forged) return 'dropped';
    const retry = retryOf(delivery);
    if (retry === undefined) {
      await queue.giveUp(delivery, result);
      return 'given-up';
    }
    await queue.send(retry);
    return 'retried';
  };
