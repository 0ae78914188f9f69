import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { installPythonPackages } from './emulator/python.ts';
import { testBackend, type Backend } from './testing/backend.ts';
import { runJestTier } from './testing/jest.ts';
import { runPlaywrightTier } from './testing/playwright.ts';
import { runTier } from './testing/run-tier.ts';
import { isFiltered, select, withFiles, type Selection } from './testing/selection.ts';
import { addUp, report, writeTotals } from './testing/summary.ts';
import type { TierResult } from './testing/tier-result.ts';
import { tiers, type Tier } from './testing/tiers.ts';

const usage = `Usage: npm test [-- [tier ...] [path ...] [-t name]]

Runs all tiers of tests, or only the named ones (${tiers.map((tier) => tier.name).join(', ')}). If a tier needs an
emulator or a deployed Orderly, the command starts it on a free port and stops it at the end.

  path       run only test files whose path contains this
  -t name    run only tests whose name matches this pattern

Environment:
  ORDERLY_REPEATED_EVENTS=1   the emulator delivers each event to each queue twice
  ORDERLY_FLOOD_DECLINES      number of declined payments in the test of floods (default: 1000)

Examples:
  npm test -- unit
  npm test -- integration -t 'sold out'
  npm test -- test/unit/functions/orders`;

/** Starts what the tests of a tier (a kind of tests, such as `unit`) need, and runs them. */
const runTests = async (
  tier: Tier,
  selection: Selection,
  backend: Backend,
  interruption: AbortSignal,
): Promise<TierResult> => {
  // The infrastructure tests run cfn-lint over the templates.
  if (tier.name === 'infra') await installPythonPackages('requirements-dev');
  const env = await backend.provide(tier);
  const run = tier.runner === 'jest' ? runJestTier : runPlaywrightTier;
  return run(tier, selection, env, interruption);
};

await runMain(async () => {
  const { values, positionals } = parseCommandLine(
    usage,
    { testNamePattern: { type: 'string', short: 't' } },
    true,
  );
  const selection = withFiles(select(positionals, values.testNamePattern));
  const interruption = new AbortController();
  const interrupt = () => {
    interruption.abort();
    process.stderr.write('\nInterrupted.\n');
    // Exit hooks stop the emulator and any running deployment.
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  const backend = testBackend();
  const results: TierResult[] = [];
  for (const tier of selection.tiers) {
    process.stdout.write(`\n--- ${tier.name} ---\n`);
    const run = () => runTests(tier, selection, backend, interruption.signal);
    results.push(await runTier(tier, selection, backend, run));
  }
  await backend.stop();
  const totals = addUp(results);
  writeTotals('tests', totals);
  process.stdout.write(`${report(results)}\n`);
  if (isFiltered(selection) && totals.passed + totals.failed === 0) {
    throw new Problem('No test matches. See "npm test -- --help" for how to select tests.');
  }
  return totals.failed === 0 ? 0 : 1;
});
