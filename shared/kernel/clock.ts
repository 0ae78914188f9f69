/**
 * A point in time as ISO 8601 text in UTC with milliseconds, e.g. `2026-03-01T09:30:00.000Z`. Sorting the text sorts by
 * time.
 */
export type Instant = string;

/** Returns the current time. The function is passed in, so that tests and the simulation can control it. */
export type Clock = () => Instant;

/** `instant` moved by `seconds`, which may be negative or a fraction. */
export const addSeconds = (instant: Instant, seconds: number): Instant =>
  new Date(Date.parse(instant) + Math.round(seconds * 1000)).toISOString();

/** Seconds from `from` to `to`. Negative if `to` is earlier. */
export const secondsBetween = (from: Instant, to: Instant): number =>
  (Date.parse(to) - Date.parse(from)) / 1000;

/** When DynamoDB may delete an item, in seconds since 1970: the value of a table's TTL attribute. */
export type ExpiresAt = number;

/** The time that is `days` days after `from`, in seconds since 1970. */
export const daysAfter = (from: Instant, days: number): ExpiresAt =>
  Math.floor(Date.parse(from) / 1000) + days * 86_400;

/** The clock of this machine. Business rules and use cases do not use it: they get a `Clock` as a parameter. */
export const systemClock: Clock = () => new Date().toISOString();
