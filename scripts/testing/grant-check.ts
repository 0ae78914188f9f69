import type { Judgement } from '../grants/judge.ts';
import { grantFaults, grantsTable } from '../grants/report.ts';
import { isFiltered, type Selection } from './selection.ts';
import type { TierResult } from './tier-result.ts';

/** The reason why a run of the tests cannot show which grants are unused. Undefined if the run can show this. */
const whyNot = (selection: Selection, { failed }: TierResult): string | undefined => {
  if (isFiltered(selection)) return 'only some of the integration tests were selected';
  if (failed > 0) return 'tests failed, so their calls may be missing';
  return undefined;
};

/**
 * Judges the permissions of functions after the integration tests, and prints them by function. An unused permission
 * fails the tier `integration` (a kind of tests), and so does an exception that is out of date. The results of other
 * tiers are returned unchanged.
 *
 * @param judge compares the permissions with the calls of the run
 * @param print shows a text to the user
 */
export const withGrantCheck = async (
  result: TierResult,
  selection: Selection,
  judge: () => Promise<Judgement>,
  print: (text: string) => void,
): Promise<TierResult> => {
  if (result.tier !== 'integration') return result;
  const reason = whyNot(selection, result);
  if (reason !== undefined) {
    print(`Grants: not judged, because ${reason}.`);
    return result;
  }
  const judgement = await judge();
  print(`Grants of each function, and how the run used them:\n${grantsTable(judgement)}`);
  const faults = grantFaults(judgement);
  if (faults === undefined) return result;
  print(faults);
  return {
    ...result,
    failed: result.failed + 1,
    reason: 'a grant is unused, or an exception is out of date',
  };
};
