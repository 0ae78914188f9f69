import { describe, expect, it } from '@jest/globals';
import { runCampaign } from './campaign/campaign.ts';
import { coverageProblems } from './campaign/coverage.ts';
import { campaignReport } from './campaign/report.ts';
import { explain } from './campaign/shrink.ts';
import type { Tally } from './campaign/tally.ts';

const SEEDS = 2000;

describe(`${SEEDS} simulated worlds`, () => {
  let campaign: Promise<Tally> | undefined;
  /** All tests of this file share one campaign. */
  const tally = (): Promise<Tally> => {
    const started = performance.now();
    campaign ??= runCampaign({ from: 1, count: SEEDS }).then((sum) => {
      const seconds = (performance.now() - started) / 1000;
      process.stderr.write(`\n${campaignReport(sum, seconds)}\n`);
      return sum;
    });
    return campaign;
  };

  it('violate no invariant', async () => {
    const { failures, seeds } = await tally();
    const [first] = failures;
    if (first !== undefined) throw new Error(await explain(first.seed));
    expect(seeds).toBe(SEEDS);
  });

  it('reach every possible pair of state and message, and no impossible one', async () => {
    expect(coverageProblems((await tally()).coverage)).toEqual([]);
  });

  it('inject every kind of fault', async () => {
    const { faults } = await tally();
    expect(Object.entries(faults).filter(([, count]) => count === 0)).toEqual([]);
  });
});
