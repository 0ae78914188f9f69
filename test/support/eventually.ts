import { eventually as eventuallyWithin } from '../../scripts/tour/eventually.ts';

/**
 * How long a test waits for what the system does by itself. The local stage delivers a failed message again every 10
 * seconds, four times, and a test may need several messages in a row, on a slow machine.
 */
export const PATIENCE_MS = 180_000;

/** As `eventually` of the scripts, with the patience of a test. */
export const eventually: typeof eventuallyWithin = (attempt, options) =>
  eventuallyWithin(attempt, { timeoutMs: PATIENCE_MS, ...options });
