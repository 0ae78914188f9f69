import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'aws-lambda';

/** The longest time that an invocation reserves for its own end (`reserveOf`), in milliseconds. */
const MOST_RESERVED_MS = 2_000;

/**
 * The time that an invocation keeps for its own end: to acknowledge messages or send them to the dead-letter queue, to
 * respond and to log. A short invocation keeps a quarter of its remaining time. In milliseconds.
 */
export const reserveOf = (remainingMs: number): number => Math.min(MOST_RESERVED_MS, remainingMs / 4);

/** The time at which outbound calls must end, in milliseconds since 1970. Each invocation has its own deadline. */
const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs code whose outbound calls end by `deadline`, in milliseconds since 1970. Calls that the code begins after the
 * deadline fail at once, even in a later invocation. A nested call of this function sets another deadline for its code.
 */
export const untilDeadline = <Result>(deadline: number, run: () => Result): Result =>
  deadlines.run(deadline, run);

/** Milliseconds until outbound calls must end; Infinity outside of an invocation. */
const timeLeft = (): number => (deadlines.getStore() ?? Number.POSITIVE_INFINITY) - Date.now();

/** If less time than this is left, in milliseconds, no call is begun. The margin also covers timers that fire early. */
const LEAST_MS = 10;

/** The time for a call, in milliseconds: its own limit, or less if its invocation ends earlier. */
const timeFor = (limitMs: number): number => {
  const ms = Math.min(limitMs, timeLeft());
  if (ms < LEAST_MS)
    throw timeoutError('An outbound call was not made, because its invocation has no time left for it');
  return ms;
};

/** Builds the error of a call that took too long. AWS's SDK, `fetch` and `isTransient` use the same name for it. */
const timeoutError = (message: string): Error =>
  Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' });

/**
 * Runs an outbound call within its limit, and within the deadline of its invocation.
 * @throws Error `TimeoutError` if the call takes longer (it may have had an effect), or at once if no time is left.
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
    // The call also gets the deadline, so it begins no outbound calls of its own after the deadline. If the call is
    // rejected after the deadline, `Promise.race` handles this rejection.
    return await Promise.race([untilDeadline(Date.now() + ms, call), late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Returns a signal that aborts a request at its limit, or at the deadline of its invocation.
 * @throws Error `TimeoutError` if no time is left.
 */
export const limitSignal = (limitMs: number): AbortSignal => AbortSignal.timeout(Math.ceil(timeFor(limitMs)));

/**
 * Returns a `fetch` that limits the whole exchange, including the body of the response, and keeps to the deadline of
 * its invocation. The call throws Error `TimeoutError` if the time is over, and so does reading the body.
 */
export const limitedFetch =
  (limitMs: number): typeof fetch =>
  async (input, init) => {
    const limit = limitSignal(limitMs);
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

/**
 * The most attempts of a call, by default. The SDK repeats an attempt after a time-out, a lost connection, a throttle,
 * or a status 500, 502, 503 or 504.
 */
const ATTEMPTS = 3;
/** How long one attempt may take until the response begins, in milliseconds. AWS usually responds in less than 100. */
const ATTEMPT_MS = 2_500;
/** How long it may take to open a connection, in milliseconds. */
const CONNECTION_MS = 1_000;

/**
 * How long a call may take with all attempts, pauses and the body of the response, in milliseconds. Every function has
 * time for at least one call that takes so long (test/infra/functions.test.ts).
 */
export const CALL_MS = ATTEMPTS * ATTEMPT_MS + 500;

/** Limits of a client, in milliseconds. */
export interface CallLimits {
  /** The limit of one attempt, until the response begins. Default: 2,500. */
  readonly attemptMs?: number;
  /** The limit of the whole call. Default: `CALL_MS`. */
  readonly callMs?: number;
}

type Step = (next: (args: object) => Promise<object>) => (args: object) => Promise<object>;

/** The part of an SDK client that is the same for all services of AWS. */
interface SdkClient {
  readonly middlewareStack: { readonly add: unknown };
}

/** The type of a client's settings: the optional parameter of the client's constructor. */
type SettingsIn<Given extends readonly unknown[]> = Extract<Given, readonly [unknown]>[0];

/**
 * Creates a client of AWS's SDK. No other code of Lambda functions may create one: a test fails for `new …Client(` in
 * their code.
 *
 * By default, the SDK does not limit the time of a call. Its `requestTimeout` ends a request only if
 * `throwOnRequestTimeout` is set. Otherwise `requestTimeout` only logs a warning. `requestTimeout` covers only the time
 * until the response begins, so `socketTimeout` limits the pauses within a response.
 * @param Client the class, for example `SQSClient`. It is a parameter, so that the bundle of a Lambda function contains
 * only the clients that it uses.
 */
export const awsClient = <Given extends readonly unknown[], Client extends SdkClient>(
  Client: new (...settings: Given) => Client,
  settings?: SettingsIn<Given>,
  { attemptMs = ATTEMPT_MS, callMs = CALL_MS }: CallLimits = {},
): Client => {
  const limited = {
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: Math.min(CONNECTION_MS, attemptMs),
      requestTimeout: attemptMs,
      throwOnRequestTimeout: true,
      socketTimeout: attemptMs,
    },
    ...(settings as object | undefined),
  };
  const client = new Client(...([limited] as unknown as Given));
  const add = client.middlewareStack.add as (step: Step, options: object) => void;
  const withinCall: Step = (next) => (args) => withinLimit(callMs, () => next(args));
  // `callLimit` limits the whole call. `attemptLimit` runs for each attempt, and lets none begin after the call was
  // given up.
  add(withinCall, { name: 'callLimit', step: 'initialize' });
  add(withinCall, { name: 'attemptLimit', step: 'finalizeRequest', priority: 'low' });
  return client;
};
