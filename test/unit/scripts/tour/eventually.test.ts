import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';

describe('eventually', () => {
  test('answers with the first value that does not throw', async () => {
    let calls = 0;
    const attempt = () => {
      calls += 1;
      if (calls < 3) throw new Error('not yet');
      return calls;
    };
    expect(await eventually(attempt)).toBe(3);
  });

  test('fails with what was waited for and the last error', async () => {
    const never = () => Promise.reject(new Error('still PENDING'));
    const waiting = eventually(never, { timeoutMs: 1, describe: 'the order being paid' });
    await expect(waiting).rejects.toThrow(/the order being paid[^]*still PENDING/);
  });
});
