import { describe, expect, it } from '@jest/globals';
import {
  context,
  inventory,
  type InventoryStores,
  ORDER_ID,
  orderCancelled,
  orderCreated,
  orderPaid,
} from '../../../support/inventory.ts';

/**
 * Makes the first `times` calls of each method that writes return `contended`. No test on an emulator can do this,
 * because transactions never conflict there.
 */
const contended =
  (times: number) =>
  ({ reservations, batches }: InventoryStores): InventoryStores => {
    const left = new Map<string, number>();
    const collides = (call: string): boolean => {
      const rest = left.get(call) ?? times;
      left.set(call, rest - 1);
      return rest > 0;
    };
    return {
      reservations: {
        load: (orderId) => reservations.load(orderId),
        reserve: async (...args) => (collides('reserve') ? 'contended' : reservations.reserve(...args)),
        insert: async (...args) => (collides('insert') ? 'contended' : reservations.insert(...args)),
        commit: async (...args) => (collides('commit') ? 'contended' : reservations.commit(...args)),
        save: async (...args) => (collides('save') ? 'contended' : reservations.save(...args)),
        release: async (...args) => (collides('release') ? 'contended' : reservations.release(...args)),
      },
      batches: {
        ...batches,
        open: async (...args) => (collides('open') ? 'contended' : batches.open(...args)),
        close: async (...args) => (collides('close') ? 'contended' : batches.close(...args)),
        insertRow: async (...args) => (collides('insertRow') ? 'contended' : batches.insertRow(...args)),
        releaseRow: async (...args) => (collides('releaseRow') ? 'contended' : batches.releaseRow(...args)),
      },
    };
  };

const two = [{ productId: 'bun', quantity: 2 }];

const both = [...two, { productId: 'mug', quantity: 1 }];

describe('a call that meets a running transaction', () => {
  it('is repeated after pauses until it succeeds', async () => {
    const { react, stock, published, pauses } = inventory({ bun: 5, mug: 1 }, contended(3));
    await react.OrderCreated(orderCreated(both), context());
    expect(stock.availableOf('bun')).toBe(3);
    expect(published).toHaveLength(1);
    expect(pauses).toEqual([1, 2, 3]);
  });

  it('is repeated in each step of a batch', async () => {
    const { react, stock, batches, pauses } = inventory({ bun: 5 }, contended(2));
    await react.OrderCreated(orderCreated(two), context());
    expect(await batches.stock('bun')).toEqual({ available: 3, open: [] });
    expect(pauses).toEqual([1, 2, 1, 2, 1, 2]);
    await react.OrderCancelled(orderCancelled('PAID'), context());
    expect(stock.availableOf('bun')).toBe(5);
  });

  it('is repeated when it reserves, refuses, commits, releases or leaves a tombstone', async () => {
    const granted = inventory({ bun: 5, mug: 1 }, contended(1));
    await granted.react.OrderCreated(orderCreated(both), context());
    await granted.react.OrderPaid(orderPaid(), context());
    await granted.react.OrderCancelled(orderCancelled('PAID'), context());
    expect(granted.pauses).toEqual([1, 1, 1]);
    expect(granted.stock.availableOf('bun')).toBe(5);
    expect(granted.published.map(({ type }) => type)).toEqual(['StockReserved']);

    const refused = inventory({ bun: 1 }, contended(1));
    await refused.react.OrderCreated(orderCreated(two), context());
    expect(refused.pauses).toEqual([1, 1]);
    expect(refused.reservations.rows.get(ORDER_ID)?.state.status).toBe('REJECTED');

    const early = inventory({ bun: 1 }, contended(1));
    await early.react.OrderCancelled(orderCancelled(), context());
    expect(early.reservations.rows.get(ORDER_ID)?.state.status).toBe('RELEASED');
  });

  it('is given up after several tries, without effect, so that the message is delivered again', async () => {
    const { react, stock, reservations, pauses } = inventory({ bun: 5, mug: 1 }, contended(1_000));
    await expect(react.OrderCreated(orderCreated(both), context())).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'contention',
    });
    expect(stock.availableOf('bun')).toBe(5);
    expect(reservations.rows.size).toBe(0);
    expect(pauses).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('leaves an order of one product undecided: it is sent again, not refused', async () => {
    const { react, reservations, stock, requeued } = inventory({ bun: 5 }, contended(1_000));
    await react.OrderCreated(orderCreated(two), context());
    expect(reservations.rows.size).toBe(0);
    expect(stock.availableOf('bun')).toBe(5);
    expect(requeued).toHaveLength(1);
  });
});
