import type { Instant } from './clock.ts';

/** Which request a step belongs to, and what caused it. Carried through every event and message that follows. */
export interface Trace {
  /** The id of the HTTP request at the root (`X-Correlation-Id`). */
  readonly correlationId: string;
  /** The id of the message, or of the request, that caused this step. */
  readonly causationId: string;
}

/** One event of an outbox. Its id never changes, however often the event is published. */
export interface OutboxEvent {
  readonly type: string;
  readonly id: string;
  readonly data: unknown;
}

/**
 * What a change publishes, stored in the same write as the new state (transactional outbox).
 * Time and trace are the same for all events of a change, so they stand here once.
 */
export interface Outbox extends Trace {
  readonly at: Instant;
  readonly events: readonly OutboxEvent[];
}

/** Builds an outbox. @returns `undefined` without events: an item has an outbox only if it publishes something. */
export const outboxOf = (
  at: Instant,
  { correlationId, causationId }: Trace,
  events: readonly OutboxEvent[],
): Outbox | undefined => (events.length === 0 ? undefined : { at, correlationId, causationId, events });

/** The trace that a reaction to a message gets: `causationId` is the id of that message. */
export interface MessageContext extends Trace {
  /** When the message was created. */
  readonly sentAt: string;
}

/** A message of a batch. */
export interface Delivery<Data> {
  readonly data: Data;
  readonly context: MessageContext;
  /** The whole message, for a reaction that sends it again. */
  readonly message: OutboxEvent;
}

/** How the processing of one message ended. */
export type DeliveryResult =
  { readonly outcome: 'done' } | { readonly outcome: 'failed'; readonly error: unknown };

/** Results of a batch, in the order of `subjects`. A subject without a failure is done. */
export const resultsOf = (
  subjects: readonly string[],
  failures: ReadonlyMap<string, unknown>,
): readonly DeliveryResult[] =>
  subjects.map((subject) =>
    failures.has(subject) ? { outcome: 'failed', error: failures.get(subject) } : { outcome: 'done' },
  );
