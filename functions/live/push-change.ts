import type { Clock } from '../../shared/kernel/clock.ts';
import { STALE_SECONDS } from './domain/limits.ts';
import type { LiveStore } from './domain/live-store.ts';
import { changesOf, type OrderChange, type Subject, type Topic } from './domain/topics.ts';
import type { Send } from './domain/sender.ts';

/** What `pushChange` needs. `failed` is called for each push that failed. */
export interface PushChangeDependencies {
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
 * Tells pages that an order has changed. When an event about the order arrives, each connection that follows one of the
 * event's topics (`changesOf`) gets a push. The push only names what has changed, such as the order. The page
 * then reads the change over the API.
 *
 * Pushes are best effort: a push that fails is not repeated, because the page also polls, at long intervals. For the
 * same reason, old events are not pushed.
 */
export const pushChange = ({ store, send, failed, now }: PushChangeDependencies) => {
  const push = async ({ connectionId, topic, subject }: Push): Promise<void> => {
    try {
      const result = await send(connectionId, { type: 'changed', ...subject });
      if (result === 'gone') await store.removeConnection(connectionId, topic);
    } catch (error) {
      failed(error);
    }
  };

  return async (change: OrderChange): Promise<void> => {
    if (Date.parse(change.time) < Date.parse(now()) - STALE_SECONDS * 1000) return;
    const changes = changesOf(change);
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
  };
};
