import { jest } from '@jest/globals';

/**
 * Stops the clock and all timers. Only `passTime` moves them, so a test about time limits does not depend on how fast
 * the machine is. Sockets work as always. `jest.useRealTimers()` ends it.
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

/** Waits until something has happened, while the clock stands still. */
export const until = async (happened: () => boolean): Promise<void> => {
  while (!happened()) await new Promise((resolve) => setImmediate(resolve));
};
