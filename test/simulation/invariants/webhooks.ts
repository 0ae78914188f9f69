import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** Orderly acknowledges a webhook only if the provider signed it, and only after putting it on the queue. */
export const webhookInvariants = ({ world }: Shop): Observer => {
  const durable = new Set<string>();
  return {
    queues: { 'payments-inbox': { onSent: ({ id }) => void durable.add(id) } },
    onWebhook: ({ webhookId }, signed) => {
      if (!signed)
        return world.kernel.fail('no-forgeries', `webhook ${webhookId} was accepted without a signature`);
      if (durable.has(`webhook:${webhookId}`)) return undefined;
      return world.kernel.fail('acknowledged-is-durable', `webhook ${webhookId} was acknowledged and lost`);
    },
  };
};
