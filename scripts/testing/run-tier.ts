import { Problem } from '../console/problem.ts';
import { deniedReport } from '../emulator/denied-calls.ts';
import type { Backend } from './backend.ts';
import { withGrantCheck } from './grant-check.ts';
import { withInsightsCheck } from './insights-check.ts';
import { withLeakCheck } from './leak-check.ts';
import type { Selection } from './selection.ts';
import { failedTier, withDeniedCalls, type TierResult } from './tier-result.ts';
import type { Tier } from './tiers.ts';

const printError = (error: unknown): void => {
  process.stderr.write(`\n${error instanceof Problem ? error.message : (error as Error).stack}\n`);
};

/** Checks what the tests of a tier have left behind. If a check cannot be made, the tier fails. */
const checked = async (
  ran: TierResult,
  tier: Tier,
  selection: Selection,
  backend: Backend,
): Promise<TierResult> => {
  const print = (text: string) => process.stdout.write(`\n${text}\n`);
  let result = ran;
  try {
    const denied = await backend.deniedCalls();
    if (denied.length > 0) {
      process.stderr.write(`\n${deniedReport(denied)}\n`);
      result = withDeniedCalls(result, denied);
    }
    result = await withGrantCheck(result, selection, backend.judgeGrants, print);
    result = await withInsightsCheck(result, tier, backend.judgeInsights, print);
    return await withLeakCheck(result, tier, selection, backend.judgeLeaks, print);
  } catch (error) {
    printError(error);
    return { ...result, failed: result.failed + 1, reason: 'a check after the tests could not be made' };
  }
};

/** Keeps the logs of the functions, and prints where they are. A failure to keep them does not change the results. */
const keepLogs = async (backend: Backend): Promise<void> => {
  try {
    process.stdout.write(`${await backend.keepLogs()}\n`);
  } catch (error) {
    printError(error);
  }
};

/**
 * Runs the tests of a tier (a kind of tests, such as `unit`), and then checks what they have left behind. If the tests
 * cannot run, for example because the emulator does not start, the tier fails.
 * @param runTests starts what the tests need, and runs them
 */
export const runTier = async (
  tier: Tier,
  selection: Selection,
  backend: Backend,
  runTests: () => Promise<TierResult>,
): Promise<TierResult> => {
  let ran: TierResult;
  try {
    ran = await runTests();
  } catch (error) {
    printError(error);
    return failedTier(tier.name, 'its tests could not run');
  }
  const result = await checked(ran, tier, selection, backend);
  if (result.failed > 0 && tier.needs !== 'nothing') await keepLogs(backend);
  return result;
};
