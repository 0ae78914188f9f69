import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'aws-lambda';

/** The most time that an invocation keeps for its own end, in milliseconds. */
const MOST_RESERVED_MS = 2_000;

/**
 * The time that an invocation keeps for its own end: to settle messages, to respond and to log. A short invocation
 * keeps a quarter of its time. In milliseconds.
 */
export const reserveOf = (remainingMs: number): number => Math.min(MOST_RESERVED_MS, remainingMs / 4);

/** Until when outbound calls may run, in milliseconds since 1970. Each invocation has its own. */
const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs code whose outbound calls end at `deadline`, in milliseconds since 1970. Calls that it begins later fail at
 * once, even in a later invocation. Within it, another deadline may be set for a part of the code.
 */
export const untilDeadline = <Result>(deadline: number, run: () => Result): Result =>
  deadlines.run(deadline, run);

/** Milliseconds until outbound calls must end; Infinity outside of an invocation. */
const timeLeft = (): number => (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - Date.now();

/** With less time, in milliseconds, no call is begun. It also covers timers, which may fire a millisecond early. */
const LEAST_MS = 10;

/** The time for a call, in milliseconds: its own limit, or less if its invocation ends earlier. */
const timeFor = (limitMs: number): number => {
  const ms = Math.min(limitMs, timeLeft());
  if (ms < LEAST_MS)
    throw timeoutError('An outbound call was not made, because its invocation has no time left for it');
  return ms;
};

/** The name is the one that AWS's SDK, `fetch` and `isTransient` know. */
const timeoutError = (message: string): Error =>
  Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' });

/**
 * Runs an outbound call within its limit, and within the deadline of its invocation.
 * @throws Error `TimeoutError` if the call takes longer. It may have had an effect. Also at once if no time is left.
 */
export const withinLimit = async <Result>(limitMs: number, call: () => Promise<Result>): Promise<Result> => {
  const ms = timeFor(limitMs);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(timeoutError(`An outbound call had no answer after ${Math.round(ms)} ms and was given up`));
    }, ms);
  });
  try {
    // The call gets the deadline, too, so what is left of it begins nothing new. The race handles its late rejection.
    return await Promise.race([untilDeadline(Date.now() + ms, call), late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Returns a `fetch` that limits the whole exchange, including the body of the response, and keeps to the deadline of
 * its invocation. It throws Error `TimeoutError`, and so does reading the body.
 */
export const limitedFetch =
  (limitMs: number): typeof fetch =>
  async (input, init) => {
    const limit = AbortSignal.timeout(Math.ceil(timeFor(limitMs)));
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    return fetch(input, { ...init, signal });
  };

/** Wraps a Lambda handler, so that all of its outbound calls end before the function's own timeout. */
export const withDeadline =
  <Event, Result>(handler: (event: Event, context: Context) => Promise<Result>) =>
  (event: Event, context: Context): Promise<Result> => {
    const remainingMs = context.getRemainingTimeInMillis();
    return untilDeadline(Date.now() + remainingMs - reserveOf(remainingMs), () => handler(event, context));
  };
