import { describe, expect, it } from '@jest/globals';
import { lookRepeatedly } from '../../../../scripts/audit/looks.ts';

/**
 * Runs the audit. Its scans have these findings, one after another. Returns the final findings, and how often the audit
 * paused.
 */
const lookAt = async (...findings: readonly (readonly string[])[]) => {
  let looks = 0;
  let pauses = 0;
  const seen = await lookRepeatedly<readonly string[]>({
    look: async () => findings[looks++] ?? [],
    isRight: (wrong) => wrong.length === 0,
    combine: (before, now) => now.filter((one) => before.includes(one)),
    pause: async () => {
      pauses += 1;
    },
  });
  return { seen, looks, pauses };
};

describe('an audit', () => {
  it('looks once if nothing is wrong', async () => {
    expect(await lookAt([])).toEqual({ seen: [], looks: 1, pauses: 0 });
  });

  it('looks at most three times, and keeps what is wrong each time', async () => {
    expect(await lookAt(['a', 'b'], ['a', 'b', 'c'], ['a', 'c'])).toEqual({
      seen: ['a'],
      looks: 3,
      pauses: 2,
    });
  });

  it('stops as soon as nothing is wrong in all looks', async () => {
    expect(await lookAt(['a'], ['b'], ['c'])).toEqual({ seen: [], looks: 2, pauses: 1 });
  });
});
