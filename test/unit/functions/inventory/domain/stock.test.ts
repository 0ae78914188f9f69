import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isConserved, stockBalances } from '../../../../../functions/inventory/group-commit/conservation.ts';
import { fellBelow, isSameAdjustment, linesOf } from '../../../../../functions/inventory/domain/stock.ts';
import { adjustment, NOW, ORDER_ID, reserved } from '../../../../support/inventory.ts';
import { shortagesOf } from '../../../../support/memory/inventory-reservation-store.ts';

const lines = fc.array(
  fc.record({
    productId: fc.constantFrom('a', 'b', 'c', 'd'),
    quantity: fc.integer({ min: 1, max: 1000 }),
  }),
  { maxLength: 20 },
);
const total = (some: readonly { readonly quantity: number }[]) =>
  some.reduce((sum, { quantity }) => sum + quantity, 0);

describe('order lines', () => {
  it('are one for each product, sorted, and lose no unit, whatever the order of the items', () => {
    fc.assert(
      fc.property(lines, (items) => {
        const merged = linesOf(items);
        const ids = merged.map(({ productId }) => productId);
        expect(ids).toEqual([...new Set(ids)].sort());
        expect(total(merged)).toBe(total(items));
        expect(linesOf(items.toReversed())).toEqual(merged);
      }),
    );
  });

  it('are short exactly if fewer units are available than they request', () => {
    const stock = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 2000 }));
    fc.assert(
      fc.property(lines, stock, (items, levels) => {
        const wanted = linesOf(items);
        const short = shortagesOf(wanted, (productId) => levels[productId] ?? 0);
        expect(short.every(({ requested, available }) => available < requested)).toBe(true);
        const names = short.map(({ productId }) => productId);
        const others = wanted.filter(({ productId }) => !names.includes(productId));
        expect(others.every(({ productId, quantity }) => (levels[productId] ?? 0) >= quantity)).toBe(true);
      }),
    );
  });
});

describe('low stock', () => {
  it.each([
    [5, 4, true],
    [50, 0, true],
    [6, 5, false],
    [4, 3, false],
    [4, 6, false],
    [0, 0, false],
  ])('from %i to %i with the threshold 5: %s', (before, after, low) => {
    expect(fellBelow(5, { productId: 'bun', before, after, version: 1 })).toBe(low);
  });

  it('is never reported with the threshold 0', () => {
    expect(fellBelow(0, { productId: 'bun', before: 1, after: 0, version: 1 })).toBe(false);
  });
});

describe('an adjustment', () => {
  it('is the same whoever repeats it, at any time', () => {
    expect(isSameAdjustment(adjustment(), adjustment({ by: 'bob', at: '2027-01-01T00:00:00.000Z' }))).toBe(
      true,
    );
  });

  it.each([{ change: 11 }, { reason: 'correction' }, { productId: 'mug' }])(
    'is a different one with %j',
    (other) => {
      expect(isSameAdjustment(adjustment(), adjustment(other))).toBe(false);
    },
  );
});

describe('the stock balances', () => {
  const levels = new Map([
    ['bun', { available: 4, received: 10 }],
    ['mug', { available: 1, received: 3 }],
  ]);

  it('count every available, reserved and sold unit, and neither refusals nor releases', () => {
    const balances = stockBalances(levels, [
      reserved(),
      { ...reserved(), status: 'COMMITTED' },
      { ...reserved(), status: 'REJECTED', shortages: [] },
      { status: 'RELEASED', orderId: ORDER_ID, lines: reserved().lines, releasedAt: NOW },
    ]);
    expect(balances.get('bun')).toEqual({
      received: 10,
      available: 4,
      open: 0,
      reserved: 3,
      committed: 3,
    });
    expect([...balances.values()].every(isConserved)).toBe(true);
  });

  it('show units that were never received', () => {
    const balances = stockBalances(new Map(), [reserved()]);
    expect([...balances.values()].map(isConserved)).toEqual([false, false]);
  });

  it('show stock below zero', () => {
    expect(isConserved({ received: 0, available: -1, open: 0, reserved: 1, committed: 0 })).toBe(false);
  });
});
