/** The latest known state of a value that is followed. */
export interface Followed<Value> {
  readonly value: Value | undefined;
  /** Why the last request failed. Undefined if it succeeded. After a failure, `value` is the last known value. */
  readonly failure: unknown;
}

/** Sends one request. Returns the value, or undefined if it is unchanged. Throws if the request fails. */
export type Ask<Value> = (signal: AbortSignal) => Promise<Value | undefined>;

/** The longest pause after failures, unless a page passes another limit. */
const MAX_PAUSE_MS = 30_000;

/**
 * Requests a value repeatedly, until it can no longer change. Makes no requests while the page is hidden. Makes one at
 * once when the page is shown again, or when the connection is back.
 * @param pauseMs how long to wait before the next request; undefined ends the requests
 * @param maxPauseMs how long to wait at most after failures
 * @returns a function that stops the requests
 */
export const follow = <Value>(
  ask: Ask<Value>,
  show: (state: Followed<Value>) => void,
  pauseMs: (value: Value | undefined) => number | undefined,
  maxPauseMs = MAX_PAUSE_MS,
): (() => void) => {
  const ended = new AbortController();
  let value: Value | undefined;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;

  const plan = (): void => {
    const usual = pauseMs(value);
    if (usual === undefined || ended.signal.aborted || document.hidden) return;
    // The pause is random, so that pages do not all send requests at the same moment (AWS Builders' Library, "Timeouts,
    // retries, and backoff with jitter").
    const pause = Math.min(usual * 2 ** failures, maxPauseMs) * (0.8 + Math.random() * 0.4);
    timer = setTimeout(() => void run(), pause);
  };

  const run = async (): Promise<void> => {
    if (asking || ended.signal.aborted) return;
    asking = true;
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
    plan();
  };

  const wake = (): void => {
    if (document.hidden) clearTimeout(timer);
    else if (pauseMs(value) !== undefined) void run();
  };
  const { signal } = ended;
  document.addEventListener('visibilitychange', wake, { signal });
  addEventListener('online', wake, { signal });
  // A page that the browser's back button restores from its cache has made no requests meanwhile.
  addEventListener('pageshow', wake, { signal });
  void run();
  return () => {
    clearTimeout(timer);
    ended.abort();
  };
};
