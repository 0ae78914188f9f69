import type { Instant } from './clock.ts';

/** When DynamoDB may delete an item, in seconds since 1970: the value of a table's TTL attribute. */
export type ExpiresAt = number;

/** The end of a period of days that begins at `from`. */
export const daysAfter = (from: Instant, days: number): ExpiresAt =>
  Math.floor(Date.parse(from) / 1000) + days * 86_400;

/**
 * Builds the rule for when a state expires: `keepDays` after the last write, if the written state is over (`isOver`). A
 * state that is not over never expires.
 * @param isOver true if nothing has to happen to the state any more
 */
export const expiryOf =
  <State>(keepDays: number, isOver: (state: State) => boolean) =>
  (state: State, writtenAt: Instant): ExpiresAt | undefined =>
    isOver(state) ? daysAfter(writtenAt, keepDays) : undefined;
