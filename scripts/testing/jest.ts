import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { localFile, projectRoot } from '../console/paths.ts';
import { isFiltered, type Selection } from './selection.ts';
import { failedTier, type TierResult } from './tier-result.ts';
import type { Tier } from './tiers.ts';

/** The part of Jest's JSON report that this file reads. */
type JestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
};

const failuresOf = (report: JestReport) =>
  report.testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(projectRoot, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [{ file }];
    return failed.map((test) => ({ file, name: test.fullName }));
  });

/**
 * Adds up a report.
 * @param mayBeEmpty whether a tier in which no test ran succeeds. False if all tests were selected, because then a
 *   mistake in the configuration must not look like success
 */
const summarise = (
  tier: string,
  report: JestReport,
  mayBeEmpty: boolean,
  milliseconds: number,
): TierResult => {
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const empty = passed + failed === 0 && !mayBeEmpty;
  return {
    tier,
    passed,
    failed: empty ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    milliseconds,
    failures: failuresOf(report),
    ...(empty && { reason: 'no test ran' }),
  };
};

const terminate = (pid: number | undefined) => {
  if (pid) process.kill(pid, 'SIGTERM');
};

/**
 * Runs one tier's tests with Jest. Jest's output goes to the terminal.
 *
 * @param env environment variables for the tests, from `Backend.provide`
 * @param interruption ends the run early
 */
export const runJestTier = async (
  tier: Tier,
  selection: Selection,
  env: NodeJS.ProcessEnv,
  interruption: AbortSignal,
): Promise<TierResult> => {
  const report = localFile('test-results', `${tier.name}.json`);
  rmSync(report, { force: true });
  const started = Date.now();
  const jest = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
  // Jest needs Node's experimental vm modules to run ES modules.
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest];
  const options = ['--selectProjects', tier.name, '--maxWorkers', String(tier.workers), '--passWithNoTests'];
  const name = selection.name === undefined ? [] : ['--testNamePattern', selection.name];
  const paths = selection.paths.length > 0 ? ['--testPathPatterns', ...selection.paths] : [];
  const child = spawn(
    process.execPath,
    [...node, ...options, ...name, '--json', '--outputFile', report, ...paths],
    {
      cwd: projectRoot,
      // --json also prints the report to standard output. The readable output goes to standard error.
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        ...env,
        ...(tier.workerMemory === undefined ? {} : { ORDERLY_WORKER_MEMORY: tier.workerMemory }),
        NODE_ENV: 'test',
        FORCE_COLOR: process.stderr.isTTY ? '1' : '0',
      },
    },
  );
  const abort = () => terminate(child.pid);
  interruption.addEventListener('abort', abort);
  const code = await new Promise((resolve) => child.once('close', resolve));
  interruption.removeEventListener('abort', abort);
  if (!existsSync(report)) return failedTier(tier.name, `Jest ended with ${String(code)} and no report`);
  const parsed = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
  const result = summarise(tier.name, parsed, isFiltered(selection), Date.now() - started);
  // Jest can fail although no test failed, for example if a worker was killed.
  if (code !== 0 && result.failed === 0)
    return { ...result, failed: 1, reason: `Jest ended with ${String(code)}` };
  return result;
};
