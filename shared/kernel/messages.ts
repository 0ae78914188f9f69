import type { Instant } from './clock.ts';

/**
 * The ids that link a change of data to the request that started the whole process, and to the change's direct cause.
 * Every event and message that the change causes contains both ids.
 */
export interface Trace {
  /**
   * The correlation id (`X-Correlation-Id`) of the HTTP request that started the whole process. If the request is not
   * known, the id of the first message.
   */
  readonly correlationId: string;
  /** The id of the message or request that directly caused the change. */
  readonly causationId: string;
}

/** One event of an outbox. Publishing it again does not change its id. */
export interface OutboxEvent {
  readonly type: string;
  readonly id: string;
  /**
   * The version of the data. Absent if it is 1. It is stored with the event, because a relay that runs older code does
   * not know this version, and would publish a lower one.
   */
  readonly version?: number | undefined;
  readonly data: unknown;
}

/**
 * What a change publishes, stored in the same write as the new state (transactional outbox).
 * Time and trace are the same for all events of a change, so the outbox stores them once.
 */
export interface Outbox extends Trace {
  readonly at: Instant;
  readonly events: readonly OutboxEvent[];
}

/**
 * Builds an outbox. Returns `undefined` if there are no events, because an item has an outbox only if its change
 * publishes events.
 */
export const outboxOf = (
  at: Instant,
  { correlationId, causationId }: Trace,
  events: readonly OutboxEvent[],
): Outbox | undefined => (events.length === 0 ? undefined : { at, correlationId, causationId, events });

/**
 * What a reaction (the function that handles a message) gets besides the message's data. `causationId` is the id of the
 * message.
 */
export interface MessageContext extends Trace {
  /** When the message was created. */
  readonly sentAt: string;
}

/** One message of a batch. */
export interface Delivery<Data> {
  readonly data: Data;
  readonly context: MessageContext;
  /**
   * The whole message, for a reaction that sends it again. Its `causationId` is the id of the message or request that
   * caused this message. In `context`, `causationId` is the id of this message itself.
   */
  readonly message: OutboxEvent & Pick<Trace, 'causationId'>;
}

/** How the processing of one message ended. */
export type DeliveryResult =
  { readonly outcome: 'done' } | { readonly outcome: 'failed'; readonly error: unknown };

/**
 * Builds the results of a batch of messages. `subjects` has a subject for each message, such as the id of its order. A
 * message is done if its subject is not in `failures`.
 */
export const resultsOf = (
  subjects: readonly string[],
  failures: ReadonlyMap<string, unknown>,
): readonly DeliveryResult[] =>
  subjects.map((subject) =>
    failures.has(subject) ? { outcome: 'failed', error: failures.get(subject) } : { outcome: 'done' },
  );

/** Groups items by a key. Each group keeps the original sequence of its items. */
export const groupedBy = <Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};
