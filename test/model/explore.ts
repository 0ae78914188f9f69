import { setImmediate } from 'node:timers/promises';
import type { Violation } from './books.ts';
import type { Mutant } from './mutant.ts';
import { beginSchedule, type Schedule } from './schedule.ts';

/** What was to be explored. */
export interface Exploration {
  /** The first seed; the others follow it. */
  readonly firstSeed: number;
  readonly schedules: number;
  readonly mutant?: Mutant;
  /** Hears now and then how many schedules are over. */
  readonly onProgress?: (over: number) => void;
}

/** What came out of it. */
export interface Explored {
  readonly schedules: number;
  readonly steps: number;
  readonly faults: number;
  /** The lowest seed that violated a rule, of those explored. */
  readonly failure: { readonly seed: number; readonly violation: Violation } | undefined;
}

/**
 * Schedules under way at once. They know nothing of each other, so each turns out the same as if it ran alone; but one
 * turn of the event loop, which empties the queue of microtasks, then serves a step of each of them.
 */
const ABREAST = 8;

/** Runs schedules until all are over, or one has violated a rule. */
export const explore = async ({
  firstSeed,
  schedules,
  mutant,
  onProgress,
}: Exploration): Promise<Explored> => {
  let next = 0;
  let over = 0;
  let steps = 0;
  let faults = 0;
  let failure: Explored['failure'];
  const begin = (): Schedule => {
    next += 1;
    return beginSchedule(firstSeed + next - 1, mutant);
  };
  const running: Schedule[] = [];
  for (const first = Math.min(ABREAST, schedules); running.length < first;) running.push(begin());
  while (running.length > 0) {
    for (let at = running.length - 1; at >= 0; at -= 1) {
      const schedule = running[at]!;
      if (!schedule.step()) continue;
      over += 1;
      steps += schedule.steps();
      faults += schedule.faults();
      const violation = schedule.violation();
      if (violation !== undefined && (failure === undefined || schedule.seed < failure.seed)) {
        failure = { seed: schedule.seed, violation };
      }
      if (next < schedules && failure === undefined) running[at] = begin();
      else running.splice(at, 1);
      if (over % 1000 === 0) onProgress?.(over);
    }
    await setImmediate();
  }
  return { schedules: over, steps, faults, failure };
};

/** Runs one schedule again and tells what happened. */
export const replay = async (seed: number, mutant?: Mutant): Promise<Schedule> => {
  const schedule = beginSchedule(seed, mutant, true);
  while (!schedule.step()) await setImmediate();
  return schedule;
};
