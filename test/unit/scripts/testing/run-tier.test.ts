import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Backend } from '../../../../scripts/testing/backend.ts';
import { runTier } from '../../../../scripts/testing/run-tier.ts';
import type { TierResult } from '../../../../scripts/testing/tier-result.ts';
import { tiers } from '../../../../scripts/testing/tiers.ts';

const integration = tiers.find(({ name }) => name === 'integration')!;
const passed: TierResult = {
  tier: 'integration',
  passed: 9,
  failed: 0,
  skipped: 0,
  milliseconds: 1,
  failures: [],
};
const lost = async () => {
  throw new Error('The emulator has ended.');
};

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  const write = (text: unknown): boolean => printed.push(String(text)) > 0;
  jest.spyOn(process.stderr, 'write').mockImplementation(write);
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const run = (runTests: () => Promise<TierResult>, backend: Partial<Backend> = {}) => {
  const whole = { deniedCalls: async () => [], keepLogs: async () => 'Logs: here', ...backend } as Backend;
  return runTier(integration, { tiers, paths: [], name: undefined }, whole, runTests);
};

describe('a tier', () => {
  it('whose emulator does not start says that its tests could not run', async () => {
    const result = await run(lost);
    expect(result).toMatchObject({ passed: 0, failed: 1, reason: 'its tests could not run' });
    expect(printed.join('')).toContain('The emulator has ended.');
  });

  it('keeps the results of its tests if a check cannot be made', async () => {
    const result = await run(async () => passed, { judgeGrants: lost });
    expect(result).toMatchObject({
      passed: 9,
      failed: 1,
      reason: 'a check after the tests could not be made',
    });
    expect(printed.join('')).toMatch(/The emulator has ended\.[\s\S]*Logs: here/);
  });

  it('keeps the results of its tests if the logs cannot be kept', async () => {
    const failed = { ...passed, passed: 8, failed: 1 };
    const result = await run(async () => failed, {
      judgeGrants: lost,
      judgeInsights: lost,
      judgeLeaks: lost,
      keepLogs: async () => {
        throw new Error('The disk is full.');
      },
    });
    expect(result).toMatchObject({ passed: 8, failed: 2 });
    expect(printed.join('')).toContain('The disk is full.');
  });
});
