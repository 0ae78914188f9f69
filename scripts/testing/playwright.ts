import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { localFile, projectRoot } from '../console/paths.ts';
import { provideBrowser } from './browser/browser.ts';
import { isFiltered, type Selection } from './selection.ts';
import { failedTier, type TierResult } from './tier-result.ts';
import type { Tier } from './tiers.ts';

/** The part of Playwright's JSON report that this file reads. */
type Suite = {
  readonly file: string;
  readonly suites?: readonly Suite[];
  readonly specs: readonly { readonly title: string; readonly ok: boolean }[];
};
type Report = {
  readonly config: { readonly rootDir: string };
  /** `unexpected` tests failed. `flaky` tests failed first and passed when they were repeated. */
  readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
  readonly suites: readonly Suite[];
  /** Errors outside of tests, for example in a file that does not compile. */
  readonly errors: readonly unknown[];
};

const failuresIn = (root: string, { file, specs, suites = [] }: Suite): TierResult['failures'] => [
  ...specs
    .filter(({ ok }) => !ok)
    .map(({ title }) => ({ file: relative(projectRoot, join(root, file)), name: title })),
  ...suites.flatMap((suite) => failuresIn(root, suite)),
];

/**
 * Adds up a report. If `mayBeEmpty` is false, a tier in which no test ran fails, because a mistake in the configuration
 * must not look like success.
 */
export const summarise = (
  tier: string,
  { config, stats, suites, errors }: Report,
  { mayBeEmpty, milliseconds }: { readonly mayBeEmpty: boolean; readonly milliseconds: number },
): TierResult => {
  const failed = stats.unexpected + stats.flaky + errors.length;
  const result = {
    tier,
    passed: stats.expected,
    failed,
    skipped: stats.skipped,
    milliseconds,
    failures: suites.flatMap((suite) => failuresIn(config.rootDir, suite)),
  };
  if (stats.expected + failed > 0 || mayBeEmpty) return result;
  return { ...result, failed: 1, reason: 'no test ran' };
};

/**
 * Runs the tests of pages with Playwright. Its output goes to the terminal.
 *
 * @param env environment variables for the tests, from `Backend.provide`
 * @param interruption ends the run early
 * @throws Problem if no browser can be found or installed
 */
export const runPlaywrightTier = async (
  tier: Tier,
  selection: Selection,
  env: NodeJS.ProcessEnv,
  interruption: AbortSignal,
): Promise<TierResult> => {
  const browser = await provideBrowser();
  const report = localFile('test-results', `${tier.name}.json`);
  rmSync(report, { force: true });
  const started = Date.now();
  const program = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js');
  const config = ['--config', join(projectRoot, 'test', tier.name, 'playwright.config.ts')];
  const name = selection.name === undefined ? [] : ['--grep', selection.name];
  const empty = isFiltered(selection) ? ['--pass-with-no-tests'] : [];
  const child = spawn(process.execPath, [program, 'test', ...config, ...name, ...empty, ...selection.paths], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...browser.env,
      ...env,
      ORDERLY_TEST_BROWSER: browser.program,
      ORDERLY_TEST_REPORT: report,
    },
  });
  const abort = () => child.kill('SIGTERM');
  interruption.addEventListener('abort', abort);
  const code = await new Promise((resolve) => child.once('close', resolve));
  interruption.removeEventListener('abort', abort);
  if (!existsSync(report))
    return failedTier(tier.name, `Playwright ended with ${String(code)} and no report`);
  const result = summarise(tier.name, JSON.parse(readFileSync(report, 'utf8')) as Report, {
    mayBeEmpty: isFiltered(selection),
    milliseconds: Date.now() - started,
  });
  if (code !== 0 && result.failed === 0)
    return { ...result, failed: 1, reason: `Playwright ended with ${String(code)}` };
  return result;
};
