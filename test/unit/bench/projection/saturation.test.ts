import { describe, expect, it } from '@jest/globals';
import { meanOf, singleItem, transactionOf } from '../../../../bench/projection/latency.ts';
import { latenciesUnder, percentile } from '../../../../bench/projection/load.ts';
import { saturate } from '../../../../bench/projection/saturation.ts';

const call = meanOf(singleItem);

/** Expects `found` to differ from `expected` by less than `percent` per cent. */
const near = (found: number, expected: number, percent: number): void => {
  expect(Math.abs(found / expected - 1) * 100).toBeLessThan(percent);
};

describe('saturation', () => {
  it('of one worker with a lock is one order for each six calls', () => {
    near(saturate('lock', 10, 1, 1).ordersPerSecond, 1000 / (6 * call), 5);
  });

  it('of one worker with conditional updates is one order for each three calls', () => {
    near(saturate('conditional-update', 10, 1, 1).ordersPerSecond, 1000 / (3 * call), 5);
  });

  it('of many workers with conditional updates is what the partition writes', () => {
    near(saturate('conditional-update', 10, 64, 1).ordersPerSecond, 1000, 1);
  });

  it('of one worker with transactions is one for each call, without a conflict', () => {
    const alone = saturate('transaction-per-group', 99, 1, 1);
    near(alone.ordersPerSecond, (99 * 1000) / meanOf(transactionOf(100)), 10);
    near(alone.hotUnitsPerOrder, 2 / 99, 1);
  });

  it('charges the tries that conflicts spoil', () => {
    expect(saturate('transaction-per-order', 10, 40, 1).hotUnitsPerOrder).toBeGreaterThan(3);
    expect(saturate('optimistic-version', 10, 40, 1).hotUnitsPerOrder).toBeGreaterThan(2);
  });

  it('of few workers with batches is a batch for each four calls and its rows', () => {
    near(saturate('group-commit', 99, 2, 1).ordersPerSecond, (2 * 99 * 1000) / (4 * call + 99 / 2), 3);
  });

  it('of many workers with batches is half a batch for each write unit, less when the item grows over 1 KB', () => {
    near(saturate('group-commit', 10, 60, 1).ordersPerSecond, 5_000, 2);
    // A stock item of 1,024 bytes, whose write costs one unit, has room for 80 open batches. With 400 workers, the item
    // sometimes grows to 5 KB.
    expect(saturate('group-commit', 1000, 400, 1).hotUnitsPerOrder).toBeGreaterThan(3 * (2 / 1000));
  });

  it('comes out the same again of one seed', () => {
    expect(saturate('optimistic-version', 10, 8, 4)).toEqual(saturate('optimistic-version', 10, 8, 4));
    expect(saturate('optimistic-version', 10, 8, 4)).not.toEqual(saturate('optimistic-version', 10, 8, 5));
  });
});

describe('latency under load', () => {
  const load = { method: 'group-commit', workers: 24, window: 0, dealing: 'one-by-one', seed: 1 } as const;

  it('is four calls less one half at a low load, with no wait to speak of', () => {
    const idle = latenciesUnder({ ...load, batchSize: 10, ordersPerSecond: 20 });
    near(idle.decidedP50, 3 * call + 0.5, 10);
    expect(idle.waitP50).toBe(0);
  });

  it('grows with the load', () => {
    const at = (ordersPerSecond: number) => latenciesUnder({ ...load, batchSize: 10, ordersPerSecond });
    expect(at(4_900).decidedP50).toBeGreaterThan(1.2 * at(200).decidedP50);
  });

  it('holds a batch that does not fill until its window ends', () => {
    const slow = latenciesUnder({ ...load, batchSize: 1000, window: 1000, ordersPerSecond: 100 });
    expect(slow.waitP99).toBeLessThanOrEqual(1000);
    near(slow.waitP50, 500, 15);
  });

  it('lets messages wait longer when they are spread over all waiting workers', () => {
    const batches = { ...load, batchSize: 99, window: 1000, ordersPerSecond: 20_000 };
    const [one, spread] = [latenciesUnder(batches), latenciesUnder({ ...batches, dealing: 'spread' })];
    expect(spread.waitP50).toBeGreaterThan(3 * one.waitP50);
  });

  it('is told by percentiles of values in any order', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  });
});
