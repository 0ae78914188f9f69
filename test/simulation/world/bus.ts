import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { inboxes, type Inbox } from '../../../shared/events/subscriptions.ts';
import type { EventPublisher, PublishResult, RelayDeadLetters } from '../../../shared/messaging/relay.ts';
import type { SimulatedQueue } from './queue.ts';
import type { World } from './world.ts';

/** Decides whether an event is delivered to an inbox's queue. */
export type Subscribes = (inbox: Inbox, event: QueueMessage) => boolean;

/** Matches an event by its type and by the conditions on its data, as `subscriptions.ts` declares them. */
export const bySubscription: Subscribes = ({ events, match = {} }, { type, data }) =>
  (events as readonly string[]).includes(type) &&
  Object.entries(match).every(([field, allowed]) =>
    allowed.includes((data as Readonly<Record<string, string | number>>)[field] ?? ''),
  );

export interface SimulatedBus extends EventPublisher {
  /** Where the relays send events that the bus rejects permanently. */
  readonly deadLetters: RelayDeadLetters;
  /**
   * Publishes the permanently rejected events again, without faults.
   * @returns how many events it published.
   */
  redrive(): number;
  readonly refused: () => number;
}

export interface BusParts {
  readonly world: World;
  readonly queues: ReadonlyMap<string, SimulatedQueue>;
  readonly subscribes: Subscribes;
  readonly onPublished: (event: QueueMessage) => void;
}

/**
 * A simulated EventBridge. It accepts or rejects each entry of a call independently. It delivers an accepted event to
 * every queue whose rule matches, in no particular order.
 */
export const createBus = ({ world, queues, subscribes, onPublished }: BusParts): SimulatedBus => {
  const { faults, random, trace } = world;
  const subscriptions = Object.entries(inboxes as Readonly<Record<string, Inbox>>);
  let refused: QueueMessage[] = [];

  const route = (event: QueueMessage): void => {
    const body = JSON.stringify({ 'detail-type': event.type, detail: event });
    onPublished(event);
    for (const [name, inbox] of subscriptions) {
      if (!subscribes(inbox, event)) continue;
      const delaySeconds = name === 'orders-watchdog' ? world.configuration.periods.stockAnswerSeconds : 0;
      queues.get(name)?.send(event, body, delaySeconds * 1000 + random.below(100));
    }
  };

  const take = (event: QueueMessage): PublishResult => {
    if (faults.strikes('entry-failed')) {
      trace.note(() => `bus: FAULT ${world.describe(event)} failed`);
      return { outcome: 'failed', code: 'ThrottlingException', reason: 'simulated' };
    }
    if (faults.strikes('entry-refused')) {
      trace.note(() => `bus: FAULT ${world.describe(event)} refused`);
      return { outcome: 'refused', code: 'ValidationException', reason: 'simulated' };
    }
    route(event);
    return { outcome: 'published' };
  };

  return {
    publish: async (events) => events.map(take),
    deadLetters: {
      send: async (event) => {
        refused.push(event);
      },
    },
    refused: () => refused.length,
    redrive: () => {
      const back = refused;
      refused = [];
      for (const event of back) route(event);
      return back.length;
    },
  };
};
