import { AppError } from '../errors.ts';

/**
 * Waits until all have ended, successfully or not.
 * @returns their values in order.
 * @throws the first failure, after all have ended.
 */
export const allSettled = async <Value>(running: readonly Promise<Value>[]): Promise<readonly Value[]> => {
  const ends = await Promise.allSettled(running);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
};

/**
 * A storage call had no effect because it met a running transaction on the same item: DynamoDB cancels a transaction, or
 * refuses a plain write. The same call may succeed a moment later.
 */
export type Contended = 'contended';

/** Waits before try `attempt` + 1; the first pause has `attempt` 1. Passed in: the simulation moves its clock instead. */
export type Pause = (attempt: number) => Promise<void>;

/** With pauses that double, this many tries outlast a burst of transactions on one item. */
const MAX_TRIES = 8;

/**
 * Repeats a call while it is contended, with a pause in between.
 * @returns what the call answered once it was not contended.
 * @throws AppError `unavailable` after too many tries, and whatever the call throws.
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
