import { describe, expect, test } from '@jest/globals';
import type { TierResult } from '../../../../scripts/testing/tier-result.ts';
import { addUp, report, rerunCommand } from '../../../../scripts/testing/summary.ts';

const file = 'test/unit/a.test.ts';
const green: TierResult = {
  tier: 'unit',
  passed: 3,
  failed: 0,
  skipped: 1,
  milliseconds: 1000,
  failures: [],
};
const red: TierResult = { ...green, tier: 'infra', failed: 1, failures: [{ file, name: 'a b' }] };

describe('the summary of a test run', () => {
  test('adds up all tiers', () => {
    expect(addUp([green, red])).toEqual({ passed: 6, failed: 1, skipped: 2 });
  });

  test('closes with the counts alone on a line', () => {
    expect(report([green, red]).split('\n').at(-1)).toBe('6 passed, 1 failed');
  });

  test('names the command that shows a failure again', () => {
    expect(report([red])).toContain(`npm test -- infra ${file} -t 'a b'`);
  });

  test('quotes a name for the shell and for the pattern', () => {
    expect(rerunCommand('unit', { file, name: "isn't (really) so" })).toBe(
      `npm test -- unit ${file} -t 'isn'\\''t \\(really\\) so'`,
    );
  });

  test('runs a whole file again when it could not be loaded', () => {
    expect(rerunCommand('unit', { file })).toBe(`npm test -- unit ${file}`);
  });
});
