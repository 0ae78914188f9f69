import type middy from '@middy/core';
import { countOnce } from './count-once.ts';

/** The share of its time after which an invocation counts as near its timeout. */
const NEAR = 0.8;

/**
 * A step that counts each invocation that uses more than 80 % of the function's time, while it still runs. So it also
 * counts those that Lambda ends at the timeout. Use it before all other steps.
 */
export const nearTimeout = (): middy.MiddlewareObj => {
  const timers = new WeakMap<object, NodeJS.Timeout>();
  const stop = (request: object): void => clearTimeout(timers.get(request));
  return {
    before: (request) => {
      const remainingMs = request.context.getRemainingTimeInMillis();
      timers.set(request, setTimeout(() => countOnce('NearTimeouts'), NEAR * remainingMs).unref());
    },
    after: stop,
    onError: stop,
  };
};
