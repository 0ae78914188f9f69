import * as fc from 'fast-check';
import { Finding, type Counts } from './findings.ts';

/** One property to run, such as that of one inbox. */
export interface Target {
  /** Identifies the target on the command line, e.g. `payments-inbox`. */
  readonly name: string;
  readonly property: (counts: Counts) => fc.IAsyncProperty<unknown>;
}

/** Where a run starts. With the `Start` of an earlier run, fast-check finds the same counterexample again. */
export interface Start {
  readonly seed: number;
  /** fast-check's path to a shrunk counterexample. With a path, a run is a single case: this counterexample. */
  readonly path?: string;
}

/** What a run found: the shrunk counterexample, and how to run it again. */
export interface Found {
  readonly target: string;
  readonly seed: number;
  readonly path: string;
  readonly breach: string;
  readonly message: string;
  readonly counterexample: string;
}

/**
 * Rounds are short, so that progress is visible, and so that a finding can be run again without the cases of earlier
 * rounds.
 */
const RUNS_OF_A_ROUND = 100;

/** At most this many characters of a counterexample are shown. A generated text can be huge. */
const MAX_SHOWN = 2_000;

/**
 * Runs a target until it has run the given number of cases, or until something is found. Each round has its own seed,
 * counted up from the first one.
 * @param counts the run adds the numbers of its cases to these counts.
 */
export const run = async (
  target: Target,
  cases: number,
  start: Start,
  counts: Counts,
  onRound: () => void = () => undefined,
): Promise<Found | undefined> => {
  const end = counts.cases + cases;
  for (let seed = start.seed; counts.cases < end; seed += 1) {
    const path = seed === start.seed ? start.path : undefined;
    const seen = { ...counts };
    const details = await fc.check(target.property(counts), {
      seed,
      numRuns: path === undefined ? RUNS_OF_A_ROUND : 1,
      ...(path === undefined ? {} : { path }),
    });
    if (details.failed) {
      // The cases of this round are not counted, because most of them belong to the search for a smaller
      // counterexample.
      Object.assign(counts, seen);
      const error = details.errorInstance;
      const breach = error instanceof Finding ? error.breach : 'crashes';
      counts[breach] += 1;
      return {
        target: target.name,
        seed,
        path: details.counterexamplePath ?? '',
        breach,
        message: error instanceof Error ? error.message : String(error),
        counterexample: shown(details.counterexample),
      };
    }
    onRound();
    if (path !== undefined) return undefined;
  }
  return undefined;
};

/** Formats a counterexample for people: a route by its path, and only the beginning of a long text. */
const shown = (counterexample: unknown): string =>
  JSON.stringify(counterexample, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'answers' in value && 'path' in value
      ? String(value.path)
      : value,
  ).slice(0, MAX_SHOWN);

/** Describes a finding, with the command that runs it again. */
export const describeFound = ({ target, seed, path, breach, message, counterexample }: Found): string =>
  [
    `FOUND in ${target} (${breach}): ${message}`,
    `  ${counterexample}`,
    `  npm run fuzz -- --target ${target} --seed ${seed} --path ${path}`,
  ].join('\n');
