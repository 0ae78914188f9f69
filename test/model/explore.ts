import { setImmediate } from 'node:timers/promises';
import type { Violation } from './books.ts';
import type { Mutant } from './mutant.ts';
import { beginSchedule, type Schedule } from './schedule.ts';

export interface Exploration {
  /** The seed of the first schedule. Each further schedule has the next seed. */
  readonly firstSeed: number;
  readonly schedules: number;
  readonly mutant?: Mutant;
  /** Called from time to time with the number of finished schedules. */
  readonly onProgress?: (over: number) => void;
}

export interface Explored {
  readonly schedules: number;
  readonly steps: number;
  readonly faults: number;
  /** The lowest explored seed whose schedule violated a rule, with the violation. */
  readonly failure: { readonly seed: number; readonly violation: Violation } | undefined;
}

/**
 * The number of schedules that run at the same time. Schedules are independent, so each has the same result as if it
 * ran alone. One turn of the event loop runs one step of each of these schedules. This is faster than one turn for each
 * step.
 */
const ABREAST = 8;

/** Runs schedules until all are finished. After a violation, no further schedules are started. */
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

/** Runs one schedule again, with a trace. */
export const replay = async (seed: number, mutant?: Mutant): Promise<Schedule> => {
  const schedule = beginSchedule(seed, mutant, true);
  while (!schedule.step()) await setImmediate();
  return schedule;
};
