import { inboxes, type InboxEvent } from '../../shared/events/subscriptions.ts';
import type { BatchReaction, Reactions } from '../../shared/messaging/consumer.ts';
import { recordEvents, type RecordEventsDependencies } from './record-events.ts';

/**
 * What the insights service does when it receives integration events: it adds all events of a batch to the rows of
 * their orders.
 */
export const reactions = (dependencies: RecordEventsDependencies): Reactions<'insights-inbox'> => {
  // All event types share one reaction object, so that the consumer passes events of several types in one call.
  const record: BatchReaction<unknown> = { together: recordEvents(dependencies) };
  const entries = inboxes['insights-inbox'].events.map((type) => [type, record] as const);
  return Object.fromEntries(entries) as Record<InboxEvent<'insights-inbox'>, BatchReaction<unknown>>;
};
