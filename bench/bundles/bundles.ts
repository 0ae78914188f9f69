import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markdownTable } from '../documents/sections.ts';
import { buildPairs, type BundlePair } from './build.ts';
import type { DeployedFunction } from './deployed-functions.ts';
import { initialisationTime, median } from './initialisation.ts';

/** Maximum ratio of a function's bundle to a bundle of only its SDK clients, in size and in import time. */
export const LIMIT = 1.35;

/**
 * Ratios of a function's bundle to a bundle of only its SDK clients. A ratio is undefined if the function uses no SDK,
 * or if the ratio was not measured.
 */
export interface Footprint {
  readonly name: string;
  readonly pair: BundlePair;
  readonly size: number | undefined;
  readonly gzip: number | undefined;
  readonly initialisation: number | undefined;
}

/**
 * Compares each function's bundle with a bundle of its SDK clients alone. In each round, both bundles are imported, one
 * after the other, each in a new process. The order changes from round to round, so that other load on the machine
 * affects both bundles alike. The ratio of the import times is the median of all rounds.
 * @param rounds number of rounds; with 0, the import time is not measured
 * @param progress called after each round
 */
export const measure = (
  functions: readonly DeployedFunction[],
  rounds: number,
  progress: (done: number) => void = () => {},
): readonly Footprint[] => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-bundles-'));
  try {
    const pairs = buildPairs(
      functions.map(({ entry }) => entry),
      folder,
    );
    const ratios: number[][] = functions.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, { environment }] of functions.entries()) {
        const { own, clients } = pairs[index] as BundlePair;
        if (clients === undefined) continue;
        const ownFirst = round % 2 === 0;
        const first = initialisationTime((ownFirst ? own : clients).file, environment);
        const second = initialisationTime((ownFirst ? clients : own).file, environment);
        ratios[index]?.push(ownFirst ? first / second : second / first);
      }
      progress(round + 1);
    }
    return functions.map(({ name }, index) =>
      footprint(name, pairs[index] as BundlePair, ratios[index] ?? []),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const footprint = (name: string, pair: BundlePair, ratios: readonly number[]): Footprint => {
  const { own, clients } = pair;
  return {
    name,
    pair,
    size: clients && own.bytes / clients.bytes,
    gzip: clients && own.gzipBytes / clients.gzipBytes,
    initialisation: ratios.length === 0 ? undefined : median(ratios),
  };
};

/** The functions that exceed the limit in size or import time. */
export const tooHeavy = (footprints: readonly Footprint[]): readonly Footprint[] =>
  footprints.filter(({ size = 0, initialisation = 0 }) => Math.max(size, initialisation) > LIMIT);

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);
const ratio = (value: number | undefined): string => value?.toFixed(2) ?? '–';

export const footprintTable = (footprints: readonly Footprint[]): string =>
  markdownTable(
    ['Function', 'KB', 'KB gzip', 'Size ×', 'Gzip ×', 'Start ×'],
    footprints.map(({ name, pair, size, gzip, initialisation }) => [
      `\`${name}\``,
      kilobytes(pair.own.bytes),
      kilobytes(pair.own.gzipBytes),
      ratio(size),
      ratio(gzip),
      ratio(initialisation),
    ]),
  );

/** The packages that add 10 KB or more to a function's bundle, as one line. */
export const partsOf = ({ pair }: Footprint): string =>
  pair.parts
    .filter(([, bytes]) => bytes >= 10_000)
    .map(([name, bytes]) => `${name} ${kilobytes(bytes)}`)
    .join(', ');
