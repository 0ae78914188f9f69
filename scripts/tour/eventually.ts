import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;
const GROWTH = 1.3;

/**
 * Calls a function repeatedly until it does not throw, and returns its value. The pauses between the calls grow, so
 * that waiting does not keep a slow machine busy.
 *
 * @param attempt throws while the expected state has not been reached
 * @param options.timeoutMs in milliseconds, 20,000 by default
 * @param options.describe the expected state, for the error message
 * @throws Error after the timeout, with the last failure as its cause
 */
export const eventually = async <T>(
  attempt: () => T | Promise<T>,
  options: { timeoutMs?: number; describe?: string } = {},
): Promise<T> => {
  const { timeoutMs = 20_000, describe } = options;
  const deadline = Date.now() + timeoutMs;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= deadline) {
        const message = error instanceof Error ? error.message : String(error);
        const what = describe ?? 'the expected state';
        throw new Error(`Timed out after ${timeoutMs / 1000} s while waiting for ${what}\n${message}`, {
          cause: error,
        });
      }
    }
    await pause(pauseMs);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * GROWTH);
  }
};
