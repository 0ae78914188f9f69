import { jest } from '@jest/globals';

/**
 * Stops the clock and all timers. Only `passTime` moves them, so a test about time limits does not depend on how fast
 * the machine is. Sockets work as usual. `jest.useRealTimers()` starts the clock again.
 */
export const stopTime = (): void => {
  jest.useFakeTimers({
    doNotFake: ['setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask', 'hrtime', 'performance'],
  });
};

/** Moves the stopped clock on, and runs the timers that are due. */
export const passTime = async (milliseconds: number): Promise<void> => {
  await jest.advanceTimersByTimeAsync(milliseconds);
};

/**
 * The longest wait for something that may never happen, e.g. because of a planted bug. It is long enough for a slow
 * machine.
 */
const PATIENCE_MS = 60_000;

/**
 * Waits until something has happened, while the clock stands still.
 * @throws Error if it does not happen.
 */
export const until = async (happened: () => boolean): Promise<void> => {
  const end = performance.now() + PATIENCE_MS;
  while (!happened()) {
    if (performance.now() > end) throw new Error('What the test waits for did not happen');
    await new Promise((resolve) => setImmediate(resolve));
  }
};
