/** An instant as ISO 8601 in UTC with milliseconds, e.g. `2026-03-01T09:30:00.000Z`; it sorts as text. */
export type Instant = string;

/** Tells the time. Passed in, so that tests and the simulation control it. */
export type Clock = () => Instant;

/** `instant` moved by `seconds`, which may be negative or a fraction. */
export const addSeconds = (instant: Instant, seconds: number): Instant =>
  new Date(Date.parse(instant) + Math.round(seconds * 1000)).toISOString();

/** Seconds from `from` until `to`; negative when `to` is the earlier one. */
export const secondsBetween = (from: Instant, to: Instant): number =>
  (Date.parse(to) - Date.parse(from)) / 1000;

/** The clock of this machine. Only `lambdas/` use it. */
export const systemClock: Clock = () => new Date().toISOString();
