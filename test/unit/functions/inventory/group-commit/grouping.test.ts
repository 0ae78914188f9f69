import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  groupRequests,
  oncePerOrder,
  type StockRequest,
} from '../../../../../functions/inventory/group-commit/grouping.ts';
import { unitsOf } from '../../../../../functions/inventory/group-commit/batch-intent.ts';
import { request } from '../../../../support/batches.ts';
import { orderIdOf } from '../../../../support/inventory.ts';

const item = fc.record({
  productId: fc.constantFrom('a', 'b', 'c'),
  quantity: fc.integer({ min: 1, max: 5 }),
});
const requests: fc.Arbitrary<StockRequest[]> = fc.array(
  fc
    .record({
      orderId: fc.integer({ min: 1, max: 12 }).map(orderIdOf),
      items: fc.array(item, { minLength: 1, maxLength: 3 }),
      attempt: fc.integer({ min: 1, max: 3 }),
      requestedAt: fc.integer({ min: 1, max: 6 }).map((s) => `2026-03-01T09:00:0${s}.000Z`),
    })
    .map(request),
  { maxLength: 40 },
);

describe('requests', () => {
  it('are reduced to one for each order, with the highest attempt, oldest first', () => {
    fc.assert(
      fc.property(requests, (all) => {
        const once = oncePerOrder(all);
        expect(new Set(once.map(({ orderId }) => orderId))).toEqual(
          new Set(all.map(({ orderId }) => orderId)),
        );
        expect(new Set(once.map(({ orderId }) => orderId)).size).toBe(once.length);
        for (const { orderId, attempt } of once) {
          const copies = all.filter((one) => one.orderId === orderId);
          expect(attempt).toBe(Math.max(...copies.map((copy) => copy.attempt)));
        }
        const times = once.map(({ requestedAt }) => requestedAt);
        expect(times).toEqual([...times].sort());
      }),
    );
  });

  it('are grouped by product, complete and in order, and never more than an intent holds', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 6 }), (all, most) => {
        const once = oncePerOrder(all);
        const { groups, multiProduct } = groupRequests(once, most);
        const grouped = groups.flatMap(({ lines }) => lines.map(({ orderId }) => orderId));
        expect([...grouped, ...multiProduct.map(({ orderId }) => orderId)].sort()).toEqual(
          once.map(({ orderId }) => orderId).sort(),
        );
        for (const { productId, lines } of groups) {
          expect(lines.length).toBeLessThanOrEqual(most);
          const wanted = once.filter(({ orderId }) => lines.some((line) => line.orderId === orderId));
          expect(lines.map(({ orderId }) => orderId)).toEqual(wanted.map(({ orderId }) => orderId));
          expect(unitsOf(lines)).toBe(unitsOf(wanted.flatMap(({ items }) => items)));
          expect(wanted.flatMap(({ items }) => items).every((one) => one.productId === productId)).toBe(true);
        }
        for (const { items } of multiProduct)
          expect(new Set(items.map(({ productId }) => productId)).size).toBeGreaterThan(1);
      }),
    );
  });

  it('fill a group before they begin another of the same product', () => {
    const all = [1, 2, 3, 4, 5].map((n) => request({ orderId: orderIdOf(n) }));
    expect(groupRequests(all, 2).groups.map(({ lines }) => lines.length)).toEqual([2, 2, 1]);
  });
});
