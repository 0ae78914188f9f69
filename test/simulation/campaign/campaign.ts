import { carryOutAll } from './pool.ts';
import { addTallies, emptyTally, type Tally, type Task } from './tally.ts';

/** Seeds that a thread simulates before it says how it goes. */
const SEEDS_PER_TASK = 25;
/** A campaign ends early after so many failing seeds: they will mostly be one bug. */
const MAX_FAILURES = 10;

/** Seeds to simulate. */
export interface Campaign {
  readonly from: number;
  readonly count: number;
  readonly mutant?: string;
  readonly threads?: number;
  readonly onProgress?: (sofar: Tally) => void;
}

function* tasksOf({ from, count, mutant }: Campaign): Generator<Task> {
  for (let start = from; start < from + count; start += SEEDS_PER_TASK) {
    yield {
      from: start,
      count: Math.min(SEEDS_PER_TASK, from + count - start),
      ...(mutant === undefined ? {} : { mutant }),
    };
  }
}

/** Simulates many seeds on all cores. @returns what came of them; failures by seed. */
export const runCampaign = async (campaign: Campaign): Promise<Tally> => {
  let sum = emptyTally();
  const enough = campaign.mutant === undefined ? MAX_FAILURES : 1;
  await carryOutAll(
    tasksOf(campaign),
    (tally) => {
      sum = addTallies(sum, tally);
      campaign.onProgress?.(sum);
      return sum.failures.length < enough;
    },
    campaign.threads,
  );
  return { ...sum, failures: sum.failures.toSorted((one, other) => one.seed - other.seed) };
};

/** What became of a mutant. */
export interface Hunt {
  readonly mutant: string;
  /** The first seed that finds it; `undefined` when it survived. */
  readonly seed: number | undefined;
  /** How many seeds that took. */
  readonly seeds: number;
  readonly invariant: string | undefined;
}

/** Hunts mutants, one on each core: seeds from `from` on, `count` at the most. */
export const huntMutants = async (
  names: readonly string[],
  from: number,
  count: number,
): Promise<readonly Hunt[]> => {
  const hunts: Hunt[] = [];
  await carryOutAll(
    names.map((mutant) => ({ from, count, mutant })),
    ({ failures, seeds }, { mutant = '' }) => {
      const [first] = failures;
      hunts.push({ mutant, seed: first?.seed, seeds, invariant: first?.violation.invariant });
      return true;
    },
  );
  return hunts.toSorted((one, other) => names.indexOf(one.mutant) - names.indexOf(other.mutant));
};
