import { AppError } from '../errors.ts';

/**
 * Waits until all promises have settled, whether they succeed or fail.
 * @returns their values in order.
 * @throws the first failure in that order, after all have settled.
 */
export const allSettled = async <Value>(running: readonly Promise<Value>[]): Promise<readonly Value[]> => {
  const ends = await Promise.allSettled(running);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
};

/**
 * The result of a storage call that had no effect, because another transaction on the same item was running. If the
 * call was a transaction, DynamoDB cancelled it. If the call was a plain write, DynamoDB refused it. The same call may
 * succeed a moment later.
 */
export type Contended = 'contended';

/**
 * Waits between try `attempt` and the next try. The first try has the number 1. The function is passed in, because the
 * simulation moves its clock instead of waiting.
 */
export type Pause = (attempt: number) => Promise<void>;

/** With pauses that double, this many tries take longer than a burst of transactions on one item usually lasts. */
const MAX_TRIES = 8;

/**
 * Repeats a storage call, with pauses, while its result is `contended`.
 * @returns the first other result of the call.
 * @throws AppError `unavailable` after too many tries, and any error of the call.
 */
export const whileContended = async <Outcome>(
  pause: Pause,
  call: () => Promise<Outcome | Contended>,
): Promise<Exclude<Outcome, Contended>> => {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    if (attempt > 1) await pause(attempt - 1);
    const outcome = await call();
    if (outcome !== 'contended') return outcome as Exclude<Outcome, Contended>;
  }
  throw new AppError('unavailable', 'contention', 'Too many changes at once; try again shortly');
};

/**
 * The limit of the first pause, in milliseconds. Each pause takes a random time below its limit. The limit doubles with
 * each further pause.
 */
const FIRST_MS = 25;
/** The highest limit of a pause, in milliseconds. */
const LONGEST_MS = 800;

/** Exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export const jitteredPause: Pause = (attempt) =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
  });
