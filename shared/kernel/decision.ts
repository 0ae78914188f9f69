/**
 * What a pure rule answers to a command: the facts that follow from it, or the reason why it may not happen.
 * `accepted` with no events means: nothing changes, for the command repeats what is already so.
 */
export type Decision<Event, Reason extends string> =
  | { readonly outcome: 'accepted'; readonly events: readonly Event[] }
  | { readonly outcome: 'rejected'; readonly reason: Reason };

/** Accepts a command with the events it causes, in order. */
export const accept = <Event>(...events: readonly Event[]): Decision<Event, never> => ({
  outcome: 'accepted',
  events,
});

/** Refuses a command for a stable, kebab-case reason. */
export const reject = <Reason extends string>(reason: Reason): Decision<never, Reason> => ({
  outcome: 'rejected',
  reason,
});
