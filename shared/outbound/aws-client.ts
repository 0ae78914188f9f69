import { withinLimit } from './deadline.ts';

/** How often a call is tried. The SDK repeats it after a time-out, a lost connection, a throttle, or a status 5xx. */
const ATTEMPTS = 3;
/** How long one attempt may take until the response begins, in milliseconds. AWS mostly responds in less than 100. */
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
  /** For one attempt, until the response begins. Default 2,500. */
  readonly attemptMs?: number;
  /** For the call as a whole. Default `CALL_MS`. */
  readonly callMs?: number;
}

type Step = (next: (args: object) => Promise<object>) => (args: object) => Promise<object>;

/** An SDK client, as far as it is the same for all services of AWS. */
interface SdkClient {
  readonly middlewareStack: { readonly add: unknown };
}

/** The settings in the parameters of a client's constructor, which are optional. */
type SettingsIn<Given extends readonly unknown[]> = Extract<Given, readonly [unknown]>[0];

/**
 * Creates a client of AWS's SDK. It is the only place that does: a test fails for `new …Client(` anywhere else.
 *
 * The SDK has no limits by default, and its `requestTimeout` only logs a warning without `throwOnRequestTimeout`. It
 * ends when the response begins, so `socketTimeout` limits the pauses within a response.
 * @param Client the class, for example `SQSClient`. So a function contains only the clients that it uses.
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
  // The first limits the whole call. The second is for each attempt: it begins none after the call was given up.
  add(withinCall, { name: 'callLimit', step: 'initialize' });
  add(withinCall, { name: 'attemptLimit', step: 'finalizeRequest', priority: 'low' });
  return client;
};
