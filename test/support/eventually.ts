import { eventually as eventuallyWithin } from '../../scripts/tour/eventually.ts';

/**
 * How long a test waits for what Orderly does asynchronously. The local stage delivers a failed message again up to
 * four times, at intervals of 10 seconds. On a slow machine, several messages may fail one after another.
 */
export const PATIENCE_MS = 180_000;

/** Like `eventually` of the scripts, but waits for at most `PATIENCE_MS` if the caller sets no limit. */
export const eventually: typeof eventuallyWithin = (attempt, options) =>
  eventuallyWithin(attempt, { timeoutMs: PATIENCE_MS, ...options });
