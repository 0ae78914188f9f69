import { inboxes, type InboxEvent } from '../../shared/events/subscriptions.ts';
import type { BatchReaction, Reactions } from '../../shared/messaging/consumer.ts';
import { pushChanges, type PushChangesDependencies } from './push-changes.ts';

/** What live does when it receives integration events: it tells the connections that follow their orders. */
export const reactions = (dependencies: PushChangesDependencies): Reactions<'live-inbox'> => {
  // All types share one object, so that the consumer passes events of several types in one call.
  const push: BatchReaction<unknown> = { together: pushChanges(dependencies) };
  const entries = inboxes['live-inbox'].events.map((type) => [type, push] as const);
  return Object.fromEntries(entries) as Record<InboxEvent<'live-inbox'>, BatchReaction<unknown>>;
};
