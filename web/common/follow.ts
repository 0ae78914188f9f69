/** The latest known state of a value that is followed. */
export interface Followed<Value> {
  readonly value: Value | undefined;
  /** Why the last request failed. Undefined if it succeeded. After a failure, `value` is the last known value. */
  readonly failure: unknown;
}

/** Sends one request. Returns the value, or undefined if it is unchanged. Throws if the request fails. */
export type Ask<Value> = (signal: AbortSignal) => Promise<Value | undefined>;

/** A subscription to pushes about a value. */
export interface Watching {
  /** Whether pushes arrive at the moment. */
  readonly isLive: () => boolean;
  readonly stop: () => void;
}

/**
 * Subscribes to pushes.
 * @param changed called when the value may have changed
 * @param lost called when pushes no longer arrive
 */
export type Watch = (changed: () => void, lost: () => void) => Watching;

/** Options of `follow`. */
export interface FollowOptions {
  /** The longest pause after failures, in milliseconds. */
  readonly maxPauseMs?: number;
  readonly watch?: Watch;
  /** The pause while pushes arrive, unless the usual one is longer. A push may be lost, so the requests continue. */
  readonly safetyMs?: number;
}

/** The longest pause after failures, unless a page passes another limit. */
const MAX_PAUSE_MS = 30_000;

/** The pause while pushes arrive, unless a page passes another pause. */
const SAFETY_MS = 30_000;

/**
 * The pauses after a push. A push can arrive before all services from which the page reads know of the change, so the
 * page asks again after each of these pauses.
 */
const SETTLE_MS = [1000, 3000];

/** The shortest time between the beginnings of two requests that pushes cause. */
const GAP_MS = 500;

/**
 * Requests a value at once and then repeatedly, until `pauseMs` returns undefined. Makes no further requests while the
 * page is hidden. Makes a request when the page is shown again, when the connection is back, or after a push. While
 * pushes arrive, requests are rare.
 * @param pauseMs returns how many milliseconds to wait before the next request. If it returns undefined, the requests
 *   end
 * @returns a function that stops the requests
 */
export const follow = <Value>(
  ask: Ask<Value>,
  show: (state: Followed<Value>) => void,
  pauseMs: (value: Value | undefined) => number | undefined,
  { maxPauseMs = MAX_PAUSE_MS, safetyMs = SAFETY_MS, watch }: FollowOptions = {},
): (() => void) => {
  const ended = new AbortController();
  let value: Value | undefined;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let askedAt = 0;
  /** Whether a push has arrived during a request. */
  let isOutdated = false;
  /** The pauses of `SETTLE_MS` that the page has not used yet since the last push. */
  let settling: readonly number[] = [];

  const nextPause = (usual: number): number => {
    const [settled, ...rest] = settling;
    if (failures === 0 && settled !== undefined) {
      settling = rest;
      return settled;
    }
    const isLive = failures === 0 && watching?.isLive() === true;
    const pause = isLive ? Math.max(usual, safetyMs) : Math.min(usual * 2 ** failures, maxPauseMs);
    // The pause is random, so that pages do not all send requests at the same moment (AWS Builders' Library, "Timeouts,
    // retries, and backoff with jitter").
    return pause * (0.8 + Math.random() * 0.4);
  };

  const plan = (): void => {
    clearTimeout(timer);
    const usual = pauseMs(value);
    // Ends the subscription, because a live connection that nothing needs costs money.
    if (usual === undefined) watching?.stop();
    if (usual === undefined || ended.signal.aborted || document.hidden) return;
    timer = setTimeout(() => void run(), nextPause(usual));
  };

  const runSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.max(0, askedAt + GAP_MS - Date.now()));
  };

  const run = async (): Promise<void> => {
    if (asking || ended.signal.aborted) return;
    asking = true;
    isOutdated = false;
    askedAt = Date.now();
    clearTimeout(timer);
    try {
      value = (await ask(ended.signal)) ?? value;
      failures = 0;
      show({ value, failure: undefined });
    } catch (failure) {
      failures += 1;
      if (!ended.signal.aborted) show({ value, failure });
    }
    asking = false;
    if (isOutdated && mayAsk()) runSoon();
    else plan();
  };

  const mayAsk = (): boolean =>
    pauseMs(value) !== undefined && !ended.signal.aborted && !document.hidden && failures === 0;

  const heard = (): void => {
    settling = SETTLE_MS;
    if (asking) isOutdated = true;
    else if (mayAsk()) runSoon();
  };

  const lost = (): void => {
    if (!asking) plan();
  };

  const wake = (): void => {
    if (document.hidden) clearTimeout(timer);
    else if (pauseMs(value) !== undefined) void run();
  };
  const watching = watch?.(heard, lost);
  const { signal } = ended;
  document.addEventListener('visibilitychange', wake, { signal });
  addEventListener('online', wake, { signal });
  // A page that the back button restores from the browser's cache has made no requests meanwhile, so it makes one at
  // once.
  addEventListener('pageshow', wake, { signal });
  void run();
  return () => {
    clearTimeout(timer);
    watching?.stop();
    ended.abort();
  };
};
