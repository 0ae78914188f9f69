import { parseCommandLine } from './console/command-line.ts';
import { Problem, runMain } from './console/problem.ts';
import { installPythonPackages } from './emulator/python.ts';
import { testBackend, type Backend } from './testing/backend.ts';
import { failedTier, runTier, type TierResult } from './testing/jest.ts';
import { isFiltered, select, type Selection } from './testing/selection.ts';
import { addUp, report, writeTotals } from './testing/summary.ts';
import { tiers, type Tier } from './testing/tiers.ts';

const usage = `Usage: npm test [-- [tier ...] [path ...] [-t name]]

Runs the tests: all tiers, or those named (${tiers.map((tier) => tier.name).join(', ')}). What a tier needs, an emulator
or Orderly deployed to one, is started for it on a free port and stopped at the end.

  path       only test files whose path contains it
  -t name    only tests whose name matches this pattern

Examples:
  npm test -- unit
  npm test -- integration -t 'sold out'
  npm test -- test/unit/functions/orders`;

/** Runs one tier; when what it needs cannot be had, that is its failure and the next tier's turn. */
const attempt = async (
  tier: Tier,
  selection: Selection,
  backend: Backend,
  interruption: AbortSignal,
): Promise<TierResult> => {
  process.stdout.write(`\n--- ${tier.name} ---\n`);
  try {
    // The infrastructure tests run cfn-lint over the templates.
    if (tier.name === 'infra') await installPythonPackages('requirements-dev');
    const env = await backend.provide(tier);
    const result = await runTier(tier, selection, env, interruption);
    if (result.failed > 0 && tier.needs !== 'nothing') process.stdout.write(`${await backend.keepLogs()}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`\n${error instanceof Problem ? error.message : (error as Error).stack}\n`);
    return failedTier(tier.name, 'what it needs could not be started');
  }
};

await runMain(async () => {
  const { values, positionals } = parseCommandLine(
    usage,
    { testNamePattern: { type: 'string', short: 't' } },
    true,
  );
  const selection = select(positionals, values.testNamePattern);
  const interruption = new AbortController();
  const interrupt = () => {
    interruption.abort();
    process.stderr.write('\nInterrupted.\n');
    // Exit hooks stop the emulator and a deployment under way.
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  const backend = testBackend();
  const results: TierResult[] = [];
  for (const tier of selection.tiers) {
    results.push(await attempt(tier, selection, backend, interruption.signal));
  }
  await backend.stop();
  const totals = addUp(results);
  writeTotals('tests', totals);
  process.stdout.write(`${report(results)}\n`);
  if (isFiltered(selection) && totals.passed + totals.failed === 0) {
    throw new Problem('No test matches; see "npm test -- --help" for how to choose.');
  }
  return totals.failed === 0 ? 0 : 1;
});
