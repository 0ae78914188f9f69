import { eventually as eventuallyWithin } from '../../scripts/tour/eventually.ts';

/**
 * How long a test waits for what the system does by itself. The local stage delivers a failed message again every 10
 * seconds, four times, and a test may need several messages in a row, on a slow machine.
 */
export const PATIENCE_MS = 180_000;

/** Like `eventually` of the scripts, but waits for at most `PATIENCE_MS` if the caller sets no limit. */
export const eventually: typeof eventuallyWithin = (attempt, options) =>
  eventuallyWithin(attempt, { timeoutMs: PATIENCE_MS, ...options });
