import type { Message } from '../../../shared/events/envelope.ts';
import { inboxes, type Inbox } from '../../../shared/events/subscriptions.ts';
import type { EventPublisher, PublishResult, RelayDeadLetters } from '../../../shared/messaging/relay.ts';
import type { SimulatedQueue } from './queue.ts';
import type { World } from './world.ts';

/** Which queue hears of an event: what EventBridge makes of the rules. */
export type Subscribes = (inbox: Inbox, event: Message) => boolean;

/** By the catalogue: the event's type, and the further conditions on its data. */
export const bySubscription: Subscribes = ({ events, match = {} }, { type, data }) =>
  (events as readonly string[]).includes(type) &&
  Object.entries(match).every(([field, allowed]) =>
    allowed.includes((data as Readonly<Record<string, string | number>>)[field] ?? ''),
  );

/** The bus of a world. */
export interface SimulatedBus extends EventPublisher {
  /** Where the relays put what the bus refused for good. */
  readonly deadLetters: RelayDeadLetters;
  /** Publishes again what was refused. @returns how many. */
  redrive(): number;
  readonly refused: () => number;
}

/** What a bus is made of. */
export interface BusParts {
  readonly world: World;
  readonly queues: ReadonlyMap<string, SimulatedQueue>;
  readonly subscribes: Subscribes;
  readonly onPublished: (event: Message) => void;
}

/**
 * EventBridge: it takes each entry or fails it, on its own, and delivers what it took to every queue whose rule matches.
 * Neither its entries nor its deliveries keep an order.
 */
export const createBus = ({ world, queues, subscribes, onPublished }: BusParts): SimulatedBus => {
  const { faults, random, trace } = world;
  const subscriptions = Object.entries(inboxes as Readonly<Record<string, Inbox>>);
  let refused: Message[] = [];

  const route = (event: Message): void => {
    const body = JSON.stringify({ 'detail-type': event.type, detail: event });
    onPublished(event);
    for (const [name, inbox] of subscriptions) {
      if (!subscribes(inbox, event)) continue;
      const delaySeconds = name === 'orders-watchdog' ? world.configuration.periods.stockAnswerSeconds : 0;
      queues.get(name)?.send(event, body, delaySeconds * 1000 + random.below(100));
    }
  };

  const take = (event: Message): PublishResult => {
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
