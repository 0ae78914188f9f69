import type { MessageContext } from './cause.ts';
import type { OutboxMessage } from './outbox.ts';

/** One of the messages that a reaction takes together with others. */
export interface Delivery<Data> {
  readonly data: Data;
  readonly context: MessageContext;
  /** The message itself, for a reaction that sends it on. */
  readonly message: OutboxMessage;
}

/** What became of one of them. */
export type DeliveryResult =
  { readonly outcome: 'done' } | { readonly outcome: 'failed'; readonly error: unknown };

/** Results of deliveries, in their order: all are done but those whose subject failed. */
export const resultsOf = (
  subjects: readonly string[],
  failures: ReadonlyMap<string, unknown>,
): readonly DeliveryResult[] =>
  subjects.map((subject) =>
    failures.has(subject) ? { outcome: 'failed', error: failures.get(subject) } : { outcome: 'done' },
  );
