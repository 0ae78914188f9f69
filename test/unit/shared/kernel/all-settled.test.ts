import { describe, expect, it } from '@jest/globals';
import { allSettled } from '../../../../shared/kernel/contention.ts';

describe('several calls at once', () => {
  it('answer their values in order', async () => {
    expect(await allSettled([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
  });

  it('fail with the first failure, and only after all have ended', async () => {
    let end: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      end = resolve;
    });
    let isOver = false;
    const all = allSettled([Promise.reject(new Error('first')), slow]).finally(() => {
      isOver = true;
    });
    const failure = expect(all).rejects.toThrow('first');
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(isOver).toBe(false);
    end();
    await failure;
  });
});
