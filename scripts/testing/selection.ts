import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../console/paths.ts';
import { Problem } from '../console/problem.ts';
import { tiers, type Tier } from './tiers.ts';

/** The tests that a command line selects. */
export type Selection = {
  tiers: readonly Tier[];
  /** Parts of the paths of test files. An empty list selects all files. */
  paths: readonly string[];
  /** A pattern that a test's name must match. */
  name: string | undefined;
};

/**
 * Reads the arguments of `npm test`: names of tiers, and paths. If no tier is named, and all paths are under
 * `test/<tier>/`, the paths select their tiers.
 *
 * @throws Problem if tiers are named, and a path is in another tier
 */
export const select = (positionals: readonly string[], name: string | undefined): Selection => {
  const named = tiers.filter((tier) => positionals.includes(tier.name));
  const paths = positionals.filter((word) => !tiers.some((tier) => tier.name === word));
  const tierOf = (path: string) => tiers.find((tier) => path.includes(`test/${tier.name}/`));
  const fromPaths = tiers.filter((tier) => paths.some((path) => tierOf(path) === tier));
  if (named.length > 0) {
    const stray = paths.find((path) => tierOf(path) && !named.includes(tierOf(path) as Tier));
    if (stray) throw new Problem(`${stray} is not in ${named.map((tier) => tier.name).join(', ')}.`);
    return { tiers: named, paths, name };
  }
  const allKnown = paths.length > 0 && paths.every((path) => tierOf(path));
  return { tiers: allKnown ? fromPaths : tiers, paths, name };
};

/** The test files of a tier, as paths from the project's root. */
const filesOf = ({ name }: Tier): readonly string[] =>
  readdirSync(join(projectRoot, 'test', name), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', name, file));

/**
 * Leaves out the tiers that have no file with one of the selected paths, so that no emulator starts for them.
 * @throws Problem if no tier is left
 */
export const withFiles = (selection: Selection): Selection => {
  const { paths } = selection;
  if (paths.length === 0) return selection;
  const isSelected = (file: string): boolean =>
    paths.some((path) => join(projectRoot, file).includes(path.replace(/^\.\//, '')));
  const left = selection.tiers.filter((tier) => filesOf(tier).some(isSelected));
  if (left.length > 0) return { ...selection, tiers: left };
  throw new Problem(
    `No test file's path contains ${paths.join(' or ')}. See "npm test -- --help" for how to select tests.`,
  );
};

/** True if only some tests are selected. Then a tier may have no matching tests. */
export const isFiltered = ({ paths, name }: Selection): boolean => paths.length > 0 || name !== undefined;
