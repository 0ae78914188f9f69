import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../scripts/console/paths.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Whether the tests noticed a planted bug. */
export interface Hunt {
  readonly mutant: UnitMutant;
  /** Names of the tests that failed. Empty if no test failed. */
  readonly noticedBy: readonly string[];
  /** Why the tests could not run. A bug that only prevents the tests from running does not count as noticed. */
  readonly broken?: string;
}

interface JestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** The time limit of a test with a planted bug, in milliseconds. Without it, some bugs make a test wait for ever. */
const HANGS_AFTER_MS = 60_000;

/** Runs some test files, with or without a planted bug. */
const runTests = async (tests: readonly string[], mutant?: UnitMutant): Promise<JestReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-mutant-'));
  const output = join(folder, 'report.json');
  const { file, find, replace } = mutant ?? {};
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--selectProjects=unit',
      '--selectProjects=infra',
      '--runInBand',
      '--silent',
      '--json',
      '--outputFile',
      output,
      ...(mutant === undefined ? [] : [`--testTimeout=${HANGS_AFTER_MS}`]),
      '--runTestsByPath',
      ...tests,
    ],
    {
      cwd: projectRoot,
      stdio: 'ignore',
      env: {
        ...process.env,
        NODE_ENV: 'test',
        ...(mutant === undefined ? {} : { ORDERLY_MUTANT: JSON.stringify({ file, find, replace }) }),
      },
    },
  );
  await new Promise((resolve) => child.once('close', resolve));
  try {
    return JSON.parse(readFileSync(output, 'utf8')) as JestReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const failuresOf = ({ testResults }: JestReport): readonly string[] =>
  testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );

/** The error message of a test file that ran no tests, e.g. because it does not load. */
const brokenBy = ({ testResults }: JestReport): string | undefined =>
  testResults.find(({ assertionResults }) => assertionResults.length === 0)?.message;

/**
 * Plants each bug on its own and runs the test file that must notice it.
 * @param onHunt called with each result.
 * @returns the results in the order of `mutants`.
 * @throws Error if a test fails without a planted bug.
 */
export const huntUnitMutants = async (
  mutants: readonly UnitMutant[],
  onHunt: (hunt: Hunt, done: number) => void = () => undefined,
): Promise<readonly Hunt[]> => {
  const sound = await runTests([...new Set(mutants.map(({ test }) => test))]);
  const failures = [...failuresOf(sound), brokenBy(sound) ?? []].flat();
  if (failures.length > 0) throw new Error(`Tests fail without a planted bug:\n${failures.join('\n')}`);

  const hunts: Hunt[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < mutants.length; index = next++) {
      const mutant = mutants[index]!;
      const report = await runTests([mutant.test], mutant);
      const broken = brokenBy(report);
      const hunt = { mutant, noticedBy: failuresOf(report), ...(broken === undefined ? {} : { broken }) };
      hunts[index] = hunt;
      done += 1;
      onHunt(hunt, done);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return hunts;
};
