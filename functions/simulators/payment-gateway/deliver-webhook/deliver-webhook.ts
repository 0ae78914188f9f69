import { retryOf, type Delivery, type WebhookQueue } from '../domain/delivery.ts';
import type { WebhookEndpointStore } from '../domain/webhook-endpoint.ts';
import type { WebhookSender } from '../domain/webhook-sender.ts';

export interface Dependencies {
  readonly endpoints: WebhookEndpointStore;
  readonly sender: WebhookSender;
  readonly queue: WebhookQueue;
}

/** How an attempt ended. `dropped`: nobody asked for webhooks, or a forgery was turned away. */
export type DeliveryOutcome = 'delivered' | 'dropped' | 'retried' | 'given-up';

/**
 * One attempt to deliver a webhook: to the address that is registered now, signed anew. A failed one is put back with a
 * growing delay, the last one to rest; either before this message is acknowledged, so a death in between delivers twice
 * rather than never.
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
