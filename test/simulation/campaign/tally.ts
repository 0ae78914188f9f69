import { faultKinds, noFaults, type FaultKind } from '../kernel/faults.ts';
import type { Violation } from '../kernel/kernel.ts';
import { simulate } from '../simulate.ts';
import { mutants } from '../mutants/mutants.ts';

/** A range of consecutive seeds. */
export interface Task {
  readonly from: number;
  readonly count: number;
  readonly mutant?: string;
}

export interface Failure {
  readonly seed: number;
  readonly violation: Violation;
}

/** The summed results of several seeds. */
export interface Tally {
  readonly seeds: number;
  readonly orders: number;
  readonly steps: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** How often each pair of state and message was reached. */
  readonly coverage: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

export const emptyTally = (): Tally => ({
  seeds: 0,
  orders: 0,
  steps: 0,
  faults: noFaults(),
  coverage: {},
  failures: [],
});

const addCounts = <Key extends string>(
  one: Readonly<Record<Key, number>>,
  other: Readonly<Record<Key, number>>,
): Record<Key, number> => {
  const sum: Record<Key, number> = { ...one };
  for (const key of Object.keys(other) as Key[]) sum[key] = (sum[key] ?? 0) + other[key];
  return sum;
};

export const addTallies = (one: Tally, other: Tally): Tally => ({
  seeds: one.seeds + other.seeds,
  orders: one.orders + other.orders,
  steps: one.steps + other.steps,
  faults: addCounts(one.faults, other.faults),
  coverage: addCounts(one.coverage, other.coverage),
  failures: [...one.failures, ...other.failures],
});

/**
 * Simulates the seeds of a task and sums up the results. With a mutant (a planted bug), stops at the first violation.
 * @throws Error for an unknown mutant.
 */
export const carryOut = async ({ from, count, mutant }: Task): Promise<Tally> => {
  const planted = mutants.find(({ name }) => name === mutant);
  if (mutant !== undefined && planted === undefined) throw new Error(`Unknown mutant "${mutant}"`);
  const faults = noFaults();
  const coverage: Record<string, number> = {};
  const failures: Failure[] = [];
  let [seeds, orders, steps] = [0, 0, 0];
  for (let seed = from; seed < from + count; seed += 1) {
    const result = await simulate(seed, planted === undefined ? {} : { mutant: planted });
    seeds += 1;
    orders += result.orders.length;
    steps += result.steps;
    for (const kind of faultKinds) faults[kind] += result.faults[kind];
    for (const [pair, times] of result.coverage) coverage[pair] = (coverage[pair] ?? 0) + times;
    if (result.violation === undefined) continue;
    failures.push({ seed, violation: result.violation });
    if (planted !== undefined) break;
  }
  return { seeds, orders, steps, faults, coverage, failures };
};
