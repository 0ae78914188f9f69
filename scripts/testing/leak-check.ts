import { seconds } from '../console/progress.ts';
import type { LeakJudgement } from '../leaks/judge.ts';
import { leakFaults, leaksSummary } from '../leaks/report.ts';
import { isFiltered, type Selection } from './selection.ts';
import type { TierResult } from './tier-result.ts';
import type { Tier } from './tiers.ts';

/**
 * Looks for personal data and secrets in what a tier (a kind of tests) with a deployed Orderly has left behind, even if
 * tests failed or only some tests ran. A text in a place where it does not belong fails the tier. The results of other
 * tiers are returned unchanged.
 *
 * @param judge reads and judges tables, dead letters, events and log lines
 * @param print shows a text to the user
 */
export const withLeakCheck = async (
  result: TierResult,
  { needs, name }: Pick<Tier, 'needs' | 'name'>,
  selection: Selection,
  judge: () => Promise<LeakJudgement>,
  print: (text: string) => void,
): Promise<TierResult> => {
  if (needs !== 'stack') return result;
  const began = Date.now();
  const judgement = await judge();
  print(`${leaksSummary(judgement)} It took ${seconds(Date.now() - began)}.`);
  const isWhole = name === 'integration' && !isFiltered(selection) && result.failed === 0;
  const faults = leakFaults(judgement, isWhole);
  if (faults === undefined) return result;
  print(faults);
  return {
    ...result,
    failed: result.failed + 1,
    reason: 'personal data or a secret is where it does not belong, or its list is out of date',
  };
};
