import { AppError } from '../errors.ts';

/**
 * A storage call that had no effect because another writer held one of its items at that moment (DynamoDB cancels a
 * transaction, or refuses a plain write, that meets a running transaction). The same call may succeed a moment later.
 */
export type Contended = 'contended';

/**
 * Waits before try number `attempt` + 1; the first pause has `attempt` 1. Passed in: a function waits with jitter, a
 * test counts, a simulation moves its clock.
 */
export type Pause = (attempt: number) => Promise<void>;

/** Tries of one call: with pauses that double, they span about as long as a burst of transactions on one item. */
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
