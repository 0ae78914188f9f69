import { setTimeout as pause } from 'node:timers/promises';

const interval = 150;

/**
 * Calls a function until it stops throwing, and returns its value: the one way to wait for something
 * asynchronous to have happened.
 *
 * @param attempt says what must be true by throwing while it is not
 * @param options.timeoutMs how long it may take, in milliseconds; 20,000 unless told
 * @param options.describe what is being waited for, for the error message
 * @throws Error with the last failure as its cause when the time is over
 */
export const eventually = async <T>(
  attempt: () => T | Promise<T>,
  options: { timeoutMs?: number; describe?: string } = {},
): Promise<T> => {
  const { timeoutMs = 20_000, describe } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= deadline) {
        const message = error instanceof Error ? error.message : String(error);
        const what = describe ?? 'what was waited for';
        throw new Error(`After ${timeoutMs / 1000} s, still not there: ${what}\n${message}`, {
          cause: error,
        });
      }
    }
    await pause(interval);
  }
};
