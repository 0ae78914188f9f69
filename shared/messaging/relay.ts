import type { Message } from '../events/envelope.ts';
import { unpack } from '../persistence/item-forms.ts';

/** What a table's stream tells of one write. */
export interface StreamChange {
  /** Names the record within its shard; what failed is reported by it. */
  readonly sequenceNumber: string;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
}

/** How the bus took one event. `refused` is for good; `failed` may go through later. */
export type PublishResult =
  | { readonly outcome: 'published' }
  | { readonly outcome: 'refused' | 'failed'; readonly code: string; readonly reason: string };

/** The bus. Answers one result for each event, in the order given. */
export interface EventPublisher {
  publish(events: readonly Message[]): Promise<readonly PublishResult[]>;
}

/** Where an event rests that the bus refused for good, with its cause. */
export interface RelayDeadLetters {
  send(event: Message, cause: { readonly code: string; readonly reason: string }): Promise<void>;
}

/** Which events a change publishes. */
export type OutboxOf = (change: StreamChange) => readonly Message[];

/**
 * The events of a change: its outbox, if the change made a new version. A stream record comes for every write, also for
 * one that left the item's version as it was, and for its deletion.
 * @throws Error naming the item, when it cannot be unpacked.
 */
export const outboxOf: OutboxOf = ({ before, after }) => {
  if (after === undefined || after['version'] === before?.['version']) return [];
  return unpack(after).outbox as readonly Message[];
};

/** How the relay of some changes ended. */
export interface RelayResult {
  readonly published: readonly Message[];
  readonly refused: readonly Message[];
  /** The first change that is not out completely: the stream is to resume there. */
  readonly resumeAt: string | undefined;
}

interface Pending {
  readonly sequenceNumber: string;
  readonly event: Message;
}

/** EventBridge takes at most this many entries a call (PutEvents, API reference). */
const EVENTS_PER_CALL = 10;

/**
 * Publishes what some changes left in their outboxes, in their order.
 *
 * What the bus refuses for good goes to the dead letters with its cause, and the relay goes on; at the first event that
 * failed otherwise it stops, to be resumed there: nothing after it overtakes it within a shard.
 * @throws whatever the publisher or the dead letters throw: the whole batch is then delivered again.
 */
export const relay =
  (ports: {
    readonly bus: EventPublisher;
    readonly deadLetters: RelayDeadLetters;
    readonly eventsOf: OutboxOf;
  }) =>
  async (changes: readonly StreamChange[]): Promise<RelayResult> => {
    const pending: Pending[] = changes.flatMap((change) =>
      ports.eventsOf(change).map((event) => ({ sequenceNumber: change.sequenceNumber, event })),
    );
    const published: Message[] = [];
    const refused: Message[] = [];
    for (let start = 0; start < pending.length; start += EVENTS_PER_CALL) {
      const batch = pending.slice(start, start + EVENTS_PER_CALL);
      const results = await ports.bus.publish(batch.map(({ event }) => event));
      for (const [index, { event, sequenceNumber }] of batch.entries()) {
        const result = results[index];
        if (result?.outcome === 'published') {
          published.push(event);
        } else if (result?.outcome === 'refused') {
          await ports.deadLetters.send(event, result);
          refused.push(event);
        } else {
          return { published, refused, resumeAt: sequenceNumber };
        }
      }
    }
    return { published, refused, resumeAt: undefined };
  };
