import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

/** A webhook that was acknowledged is on the queue, and none is acknowledged that the provider did not sign. */
export const webhookInvariants = ({ world }: Shop): Observer => {
  const durable = new Set<string>();
  return {
    queues: { 'payments-inbox': { onSent: ({ id }) => void durable.add(id) } },
    onWebhook: ({ webhookId }, signed) => {
      if (!signed)
        return world.kernel.fail('no-forgeries', `webhook ${webhookId} was taken without signature`);
      if (durable.has(`webhook:${webhookId}`)) return undefined;
      return world.kernel.fail('acknowledged-is-durable', `webhook ${webhookId} was acknowledged and lost`);
    },
  };
};
