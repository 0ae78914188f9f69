import { carryOutAll } from './pool.ts';
import { addTallies, emptyTally, type Tally, type Task } from './tally.ts';

/** The number of seeds that a thread simulates before it reports its results. */
const SEEDS_PER_TASK = 25;
/** A campaign stops after this many failing seeds, because they often have the same cause. */
const MAX_FAILURES = 10;

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

/**
 * Simulates many seeds, by default on all cores. Stops early after too many failures. With a mutant (a planted bug),
 * stops after the first failure.
 * @returns the summed results, with the failures sorted by seed.
 */
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

/** The result of the search for one mutant (a planted bug): the seed and the invariant that found it. */
export interface Hunt {
  readonly mutant: string;
  /** The first seed that finds the mutant; `undefined` if it survived. */
  readonly seed: number | undefined;
  readonly seeds: number;
  readonly invariant: string | undefined;
}

/** Simulates each mutant with seeds from `from` on, until a seed finds it or `count` seeds have not found it. */
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
