import { describe, expect, it } from '@jest/globals';
import type { InsightsAudit } from '../../../../scripts/audit/insights-books.ts';
import { withInsightsCheck } from '../../../../scripts/testing/insights-check.ts';
import type { TierResult } from '../../../../scripts/testing/tier-result.ts';

const passed: TierResult = {
  tier: 'integration',
  passed: 9,
  failed: 0,
  skipped: 0,
  milliseconds: 1,
  failures: [],
};
const right: InsightsAudit = { orders: 2, days: 1, wrong: [] };
const wrong: InsightsAudit = { ...right, wrong: [{ name: 'a', text: 'order a has no row' }] };

const check = async (audit: InsightsAudit, needs: 'stack' | 'nothing' = 'stack') => {
  const printed: string[] = [];
  let asked = 0;
  const judge = () => {
    asked += 1;
    return Promise.resolve(audit);
  };
  const result = await withInsightsCheck(passed, { needs }, judge, (text) => printed.push(text));
  return { result, text: printed.join('\n'), asked };
};

describe('after a tier with a deployed Orderly', () => {
  it('the text says how much was compared, and nothing fails if all agrees', async () => {
    const { result, text } = await check(right);
    expect(result).toBe(passed);
    expect(text).toBe('The rows of 2 orders and the figures of 1 day in insights are right.');
  });

  it('a difference fails the tier, and is printed with what to do', async () => {
    const { result, text } = await check(wrong);
    expect(result).toMatchObject({ failed: 1, reason: expect.stringContaining('insights disagrees') });
    expect(text).toContain('WRONG: order a has no row');
    expect(text).toContain('npm run rebuild-insights');
  });
});

it('after a tier without one, nothing is compared', async () => {
  expect(await check(wrong, 'nothing')).toEqual({ result: passed, text: '', asked: 0 });
});
