import { inboxes, type InboxName } from '../../../shared/events/subscriptions.ts';
import type { QueueListener } from '../world/queue.ts';
import type { Shop } from '../world/shop.ts';
import type { Observer } from './observer.ts';

const isUnknown = (code: string): boolean => code.startsWith('message.unknown-');

/**
 * A deployment loses no message. During a deployment, old workers cannot process messages of a type or version that
 * they do not know. If a message is first received during a deployment, the deployment ends before the message's last
 * receive. So a message never becomes a dead letter only because old workers do not know it.
 */
export const deploymentInvariants = ({ world }: Shop): Observer => {
  const listener: QueueListener = {
    onRested: (message, results) => {
      if (results.length === 0 || !results.every(isUnknown)) return;
      const times = `${results.length} of ${world.configuration.messaging.maxReceives} receives`;
      world.kernel.fail('deployment-loses-nothing', `${world.describe(message)} was given up after ${times}`);
    },
  };
  const names = Object.keys(inboxes) as readonly InboxName[];
  return { queues: Object.fromEntries(names.map((name) => [name, listener])) };
};
