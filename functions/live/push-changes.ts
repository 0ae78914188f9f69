import type { Clock } from '../../shared/kernel/clock.ts';
import type { Delivery, DeliveryResult } from '../../shared/kernel/messages.ts';
import { STALE_SECONDS } from './domain/limits.ts';
import type { LiveStore } from './domain/live-store.ts';
import { changesOf, type OrderChange, type Subject, type Topic } from './domain/topics.ts';
import type { Send } from './domain/sender.ts';

/** What `pushChanges` needs. `failed` hears of each push that was given up. */
export interface PushChangesDependencies {
  readonly store: Pick<LiveStore, 'connectionsOf' | 'removeConnection'>;
  readonly send: Send;
  readonly failed: (error: unknown) => void;
  readonly now: Clock;
}

/** How many pushes run at a time. */
const WIDTH = 25;

/** A push of a change to one connection. */
interface Push {
  readonly connectionId: string;
  readonly topic: Topic;
  readonly subject: Subject;
}

/**
 * Tells the connections that follow the orders of some events that these orders have changed. A push has no data, so
 * the page then reads what changed over the API.
 *
 * Pushes are best effort: a push that fails is not repeated, because the page also polls slowly. For the same reason, old
 * events are not pushed. A message fails only if the subscriptions could not be read, and is old when it is repeated.
 */
export const pushChanges = ({ store, send, failed, now }: PushChangesDependencies) => {
  const push = async ({ connectionId, topic, subject }: Push): Promise<void> => {
    try {
      const result = await send(connectionId, { type: 'changed', ...subject });
      if (result === 'gone') await store.removeConnection(connectionId, topic);
    } catch (error) {
      failed(error);
    }
  };

  return async (deliveries: readonly Delivery<unknown>[]): Promise<readonly DeliveryResult[]> => {
    const oldest = Date.parse(now()) - STALE_SECONDS * 1000;
    const fresh = deliveries.filter(({ context }) => Date.parse(context.sentAt) >= oldest);
    const changes = changesOf(
      fresh.map(({ data, message }) => ({ ...(data as OrderChange), type: message.type })),
    );
    if (changes.size === 0) return deliveries.map(() => ({ outcome: 'done' }));
    const connections = await store.connectionsOf([...changes.keys()]);
    const pushes = [...changes].flatMap(([topic, subject]) =>
      (connections.get(topic) ?? []).map((connectionId) => ({ connectionId, topic, subject })),
    );
    // Each worker takes the next push until none is left.
    const waiting = pushes.values();
    const worker = async (): Promise<void> => {
      for (const one of waiting) await push(one);
    };
    await Promise.all(Array.from({ length: Math.min(WIDTH, pushes.length) }, worker));
    return deliveries.map(() => ({ outcome: 'done' }));
  };
};
