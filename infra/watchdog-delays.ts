import type { Periods } from './stage-config.ts';

/** SQS delays a message by 900 seconds at most. */
const MAX_DELAY_SECONDS = 900;

/**
 * The delays of ticks (the messages in the watchdog's queue), in seconds. The first tick is delayed by `firstSeconds`,
 * each later tick by at most `longestSeconds`.
 */
export const watchdogDelays = (
  periods: Periods,
): { readonly firstSeconds: number; readonly longestSeconds: number } => ({
  firstSeconds: Math.min(periods.stockAnswerSeconds, MAX_DELAY_SECONDS),
  longestSeconds: Math.min(periods.watchdogTickSeconds, MAX_DELAY_SECONDS),
});
