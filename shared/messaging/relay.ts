import * as z from 'zod/mini';
import { eventsIn, type QueueMessage } from '../events/integration-event.ts';

/** One write, as a table's stream reports it. */
export interface StreamChange {
  /** Identifies the record within its shard. */
  readonly sequenceNumber: string;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
}

/** How the bus took one event. `refused` is final; `failed` may succeed later. */
export type PublishResult =
  | { readonly outcome: 'published' }
  | { readonly outcome: 'refused' | 'failed'; readonly code: string; readonly reason: string };

/** The bus. Answers one result for each event, in their order. */
export interface EventPublisher {
  publish(events: readonly QueueMessage[]): Promise<readonly PublishResult[]>;
}

/** Keeps the events that the bus refused, with the cause. */
export interface RelayDeadLetters {
  send(event: QueueMessage, cause: { readonly code: string; readonly reason: string }): Promise<void>;
}

/** The events that a change publishes. */
export type EventsOf = (change: StreamChange) => readonly QueueMessage[];

const text = z.string().check(z.minLength(1));
const OutboxSchema = z.object({
  at: z.iso.datetime(),
  correlationId: text,
  causationId: text,
  events: z.array(z.object({ type: text, id: text, data: z.unknown() })),
});

/**
 * The events in the outbox of a change, if the change made a new version. The stream has a record for every write, also
 * for one that keeps the version, and for a deletion.
 * @throws Error that names the item, when its outbox cannot be read.
 */
export const outboxEvents: EventsOf = ({ before, after }) => {
  const outbox = after?.['outbox'];
  if (after === undefined || outbox === undefined || after['version'] === before?.['version']) return [];
  const parsed = OutboxSchema.safeParse(outbox);
  if (!parsed.success) {
    throw new Error(`The outbox of ${String(after['pk'])} cannot be read`, { cause: parsed.error });
  }
  return eventsIn(parsed.data);
};

/** How the relay of some changes ended. */
export interface RelayResult {
  readonly published: readonly QueueMessage[];
  readonly refused: readonly QueueMessage[];
  /** The first change that is not fully published: the stream resumes there. */
  readonly resumeAt: string | undefined;
  /** Why the change at `resumeAt` cannot be read, if that is why the relay stopped. */
  readonly unreadable?: unknown;
}

interface Pending {
  readonly sequenceNumber: string;
  readonly event: QueueMessage;
}

/** EventBridge takes at most this many entries a call (PutEvents, API reference). */
const EVENTS_PER_CALL = 10;

/**
 * Publishes the outboxes of some changes, in their order.
 *
 * An event that the bus refuses goes to the dead-letter queue with its cause, and the relay goes on. At the first event
 * that failed otherwise, or at the first item that cannot be read, the relay stops and resumes there, so that no later
 * event of the shard overtakes it. What comes before is published.
 * @throws whatever the publisher or the dead-letter queue throws: the whole batch is then delivered again.
 */
export const relay =
  (ports: {
    readonly bus: EventPublisher;
    readonly deadLetters: RelayDeadLetters;
    readonly eventsOf: EventsOf;
  }) =>
  async (changes: readonly StreamChange[]): Promise<RelayResult> => {
    const { pending, ...stop } = readUntilUnreadable(changes, ports.eventsOf);
    const published: QueueMessage[] = [];
    const refused: QueueMessage[] = [];
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
    return { published, refused, ...stop };
  };

const readUntilUnreadable = (changes: readonly StreamChange[], eventsOf: EventsOf) => {
  const pending: Pending[] = [];
  for (const change of changes) {
    const { sequenceNumber } = change;
    try {
      pending.push(...eventsOf(change).map((event) => ({ sequenceNumber, event })));
    } catch (unreadable) {
      return { pending, resumeAt: sequenceNumber, unreadable };
    }
  }
  return { pending, resumeAt: undefined };
};
