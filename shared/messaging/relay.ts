import * as z from 'zod/mini';
import { wrongFields } from '../errors.ts';
import { eventsIn, type QueueMessage } from '../events/integration-event.ts';

/** One write to a table, as the table's stream reports it. */
export interface StreamChange {
  /** Identifies the record within its shard. */
  readonly sequenceNumber: string;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
}

/** The result of publishing one event. `refused` is final; `failed` may succeed later. */
export type PublishResult =
  | { readonly outcome: 'published' }
  | { readonly outcome: 'refused' | 'failed'; readonly code: string; readonly reason: string };

/** The event bus. `publish` returns the results of the events in their order. The results at the end may be missing. */
export interface EventPublisher {
  publish(events: readonly QueueMessage[]): Promise<readonly PublishResult[]>;
}

/** The dead-letter queue for events that the bus refuses. The queue stores the cause with each event. */
export interface RelayDeadLetters {
  send(event: QueueMessage, cause: { readonly code: string; readonly reason: string }): Promise<void>;
}

/** Finds the events that a change publishes. */
export type EventsOf = (change: StreamChange) => readonly QueueMessage[];

const text = z.string().check(z.minLength(1));
const OutboxSchema = z.object({
  at: z.iso.datetime(),
  correlationId: text,
  causationId: text,
  events: z.array(
    z.object({ type: text, id: text, version: z.optional(z.int().check(z.minimum(1))), data: z.unknown() }),
  ),
});

/**
 * Returns the events in the outbox of a change, if the change made a new version. The stream also reports deletions and
 * writes that keep the version. For these, the result is empty.
 * @throws Error that names the item, if its outbox cannot be parsed.
 */
export const outboxEvents: EventsOf = ({ before, after }) => {
  const outbox = after?.['outbox'];
  if (after === undefined || outbox === undefined || after['version'] === before?.['version']) return [];
  const parsed = OutboxSchema.safeParse(outbox);
  if (!parsed.success) {
    throw new Error(`The outbox of ${String(after['pk'])} cannot be read`, {
      cause: new Error(wrongFields(parsed.error)),
    });
  }
  return eventsIn(parsed.data);
};

/** What happened to the events of some changes. */
export interface RelayResult {
  readonly published: readonly QueueMessage[];
  readonly refused: readonly QueueMessage[];
  /** The sequence number of the first change that is not fully published. The stream resumes there. */
  readonly resumeAt: string | undefined;
  /** The error, if the relay stopped at `resumeAt` because a call to the bus or to the dead-letter queue failed. */
  readonly failure?: unknown;
  /** The error, if the relay stopped because the change at `resumeAt` cannot be parsed. */
  readonly unreadable?: unknown;
}

interface Pending {
  readonly sequenceNumber: string;
  readonly event: QueueMessage;
}

/** EventBridge accepts at most this many entries in a call (PutEvents, API reference). */
const EVENTS_PER_CALL = 10;

/**
 * Publishes the outboxes of some changes, in their order.
 * - If the bus refuses an event, the event goes to the dead-letter queue with its cause, and the relay continues.
 * - If an event fails in another way, a call fails, or an item cannot be parsed, the relay stops. The events before the
 *   failed one are published. The stream resumes at the change with the failed event. So a later event of the shard can
 *   be published before the failed one only if both were in the same call to the bus.
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
      let resumeAt = batch[0]?.sequenceNumber;
      try {
        const results = await ports.bus.publish(batch.map(({ event }) => event));
        for (const [index, { event, sequenceNumber }] of batch.entries()) {
          resumeAt = sequenceNumber;
          const result = results[index];
          if (result?.outcome === 'published') {
            published.push(event);
          } else if (result?.outcome === 'refused') {
            await ports.deadLetters.send(event, result);
            refused.push(event);
          } else {
            return { published, refused, resumeAt };
          }
        }
      } catch (failure) {
        return { published, refused, resumeAt, failure };
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
