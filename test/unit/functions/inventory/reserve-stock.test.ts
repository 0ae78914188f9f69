import { describe, expect, it } from '@jest/globals';
import { soldOutMemory } from '../../../../functions/inventory/group-commit/sold-out.ts';
import { reserveStock } from '../../../../functions/inventory/reserve-stock.ts';
import { sweepBatches } from '../../../../functions/inventory/group-commit/sweep-batches.ts';
import { addSeconds } from '../../../../shared/kernel/clock.ts';
import { intent, request } from '../../../support/batches.ts';
import { inventory, NOW, orderIdOf, type InventoryStores } from '../../../support/inventory.ts';

/** One request for each quantity, from the orders 1, 2, 3 …, oldest first. */
const requests = (...quantities: readonly number[]) =>
  quantities.map((quantity, n) =>
    request({
      orderId: orderIdOf(n + 1),
      items: [{ productId: 'bun', quantity }],
      requestedAt: `2026-03-01T09:00:00.${String(n).padStart(3, '0')}Z`,
    }),
  );

/** Records the calls to the stores. If `failing` has a function for a call, this function runs first, and may throw. */
const watched = (failing: Partial<Record<string, () => void>> = {}) => {
  const calls: string[] = [];
  const watch = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]) => [
        name,
        typeof call !== 'function'
          ? call
          : async (...args: readonly unknown[]) => {
              calls.push(name);
              failing[name]?.();
              return call(...args);
            },
      ]),
    ) as Port;
  const wrap = ({ reservations, batches }: InventoryStores): InventoryStores => ({
    reservations: watch(reservations),
    batches: watch(batches),
  });
  return { calls, wrap };
};

const statusesOf = ({ reservations }: ReturnType<typeof inventory>) =>
  [...reservations.rows.values()]
    .sort((a, b) => (a.state.orderId < b.state.orderId ? -1 : 1))
    .map(({ state }) => state.status);

describe('a batch of orders for one product', () => {
  it('writes the stock item twice, whatever its size', async () => {
    const { calls, wrap } = watched();
    const shop = inventory({ bun: 500 }, wrap);
    await reserveStock(shop.dependencies)(requests(...Array.from({ length: 99 }, () => 2)));
    const count = (name: string) => calls.filter((call) => call === name).length;
    expect([count('putIntent'), count('open'), count('insertRow'), count('close')]).toEqual([1, 1, 99, 1]);
    expect(calls).toHaveLength(102);
    expect(shop.stock.availableOf('bun')).toBe(302);
  });

  it('takes units for an order once, however many copies of its message it has', async () => {
    const shop = inventory({ bun: 10 });
    await reserveStock(shop.dependencies)([...requests(3), ...requests(3), ...requests(3)]);
    expect(shop.stock.availableOf('bun')).toBe(7);
    expect(shop.published).toHaveLength(1);
  });

  it('serves the oldest first if stock is short, lets a small order pass, and refuses the others', async () => {
    const { calls, wrap } = watched();
    const shop = inventory({ bun: 6 }, wrap);
    await reserveStock(shop.dependencies)(requests(4, 3, 2));
    expect(statusesOf(shop)).toEqual(['RESERVED', 'REJECTED', 'RESERVED']);
    expect(shop.reservations.rows.get(orderIdOf(2))?.state).toMatchObject({
      shortages: [{ productId: 'bun', requested: 3, available: 0 }],
    });
    // The call that closes the batch returns the stock level. The rejection uses this level, so the stock is not read
    // again.
    expect(calls).not.toContain('stock');
    expect(calls.filter((call) => call === 'open')).toHaveLength(2);
  });

  it('returns the units of an order that was decided before', async () => {
    const shop = inventory({ bun: 10 });
    const reserve = reserveStock(shop.dependencies);
    await reserve(requests(3));
    await reserve(requests(3, 2));
    expect(shop.stock.availableOf('bun')).toBe(5);
  });
});

describe('an order that cannot be served while a batch is open', () => {
  it('is tried again, then sent again, and not refused', async () => {
    const shop = inventory({ bun: 5 });
    const held = intent([4], { batch: shop.dependencies.newBatchId() });
    await shop.batches.putIntent(held);
    await shop.batches.open('bun', held.batch, 4);
    const [first] = requests(3);
    const later = { ...first!, orderId: orderIdOf(7) };
    expect(await reserveStock(shop.dependencies)([later])).toEqual(new Map());
    expect(shop.reservations.rows.size).toBe(0);
    expect(shop.pauses).toEqual([1, 2]);
    expect(shop.requeued).toEqual([later.message]);
  });

  it('finishes that batch if its worker counts as dead, and is decided', async () => {
    const shop = inventory({ bun: 5 });
    const held = intent([4], { batch: shop.dependencies.newBatchId() });
    await shop.batches.putIntent(held);
    await shop.batches.open('bun', held.batch, 4);
    shop.clock.now = addSeconds(NOW, 62);
    const [first] = requests(3);
    await reserveStock(shop.dependencies)([{ ...first!, orderId: orderIdOf(7) }]);
    expect(statusesOf(shop)).toEqual(['RESERVED', 'REJECTED']);
    expect(shop.requeued).toEqual([]);
  });

  it('is not sent again if it ended meanwhile', async () => {
    const shop = inventory({ bun: 5 });
    await shop.react.OrderExpired(
      { orderId: orderIdOf(7), customerId: 'alice', items: [] },
      {
        correlationId: 'c',
        causationId: 'm',
        sentAt: NOW,
      },
    );
    await shop.batches.open('bun', shop.dependencies.newBatchId(), 4);
    const [first] = requests(3);
    await reserveStock(shop.dependencies)([{ ...first!, orderId: orderIdOf(7) }]);
    expect(shop.requeued).toEqual([]);
  });
});

describe('a commit point without an answer', () => {
  const lost = () => {
    throw new Error('socket hang up');
  };

  it('is never repeated: another batch tries, and the order is reserved once', async () => {
    const failures = [lost];
    const { calls, wrap } = watched({ open: () => failures.pop()?.() });
    const shop = inventory({ bun: 5 }, wrap);
    await reserveStock(shop.dependencies)(requests(2));
    expect(calls.filter((call) => call === 'putIntent')).toHaveLength(2);
    expect(shop.stock.availableOf('bun')).toBe(3);
  });

  it('is looked up in the stock item, and the batch is finished if it is open', async () => {
    const shop = inventory({ bun: 5 }, ({ reservations, batches }) => ({
      reservations,
      batches: {
        ...batches,
        open: async (...args) => {
          await batches.open(...args);
          return lost();
        },
      },
    }));
    await reserveStock(shop.dependencies)(requests(2));
    expect(await shop.batches.stock('bun')).toEqual({ available: 3, open: [] });
    expect(shop.batches.intents.size).toBe(1);
  });

  it('fails only the orders of its product if the item cannot be read either', async () => {
    const { wrap } = watched({ open: lost, stock: lost });
    const shop = inventory({ bun: 5, mug: 1 }, wrap);
    const both = request({
      orderId: orderIdOf(9),
      items: [
        { productId: 'bun', quantity: 1 },
        { productId: 'mug', quantity: 1 },
      ],
    });
    const failures = await reserveStock(shop.dependencies)([...requests(2), both]);
    expect([...failures.keys()]).toEqual([orderIdOf(1)]);
    expect(shop.reservations.rows.get(orderIdOf(9))?.state.status).toBe('RESERVED');
  });
});

describe('a rush on a sold-out product', () => {
  it('is refused with one write for each order, from a snapshot of a moment ago', async () => {
    const { calls, wrap } = watched();
    const shop = inventory({ bun: 1 }, wrap);
    const reserve = reserveStock({ ...shop.dependencies, soldOut: soldOutMemory(() => shop.clock.now) });
    await reserve(requests(2));
    calls.length = 0;
    const [first] = requests(2);
    await reserve([{ ...first!, orderId: orderIdOf(7) }]);
    expect(calls).toEqual(['insert']);
    shop.clock.now = addSeconds(NOW, 1);
    await reserve([{ ...first!, orderId: orderIdOf(8) }]);
    expect(calls).toContain('open');
  });
});

describe('the sweep', () => {
  const products = {
    activeIds: async () => ({ items: ['bun'] }),
    inactiveIds: async () => ({ items: ['mug'] }),
  };

  it('finishes batches of dead workers for active and inactive products, and no others', async () => {
    const shop = inventory({ bun: 5, mug: 5 });
    const dead = intent([2], { batch: shop.dependencies.newBatchId(), productId: 'mug' });
    await shop.batches.putIntent(dead);
    await shop.batches.open('mug', dead.batch, 2);
    shop.clock.now = addSeconds(NOW, 62);
    await shop.batches.open('bun', shop.dependencies.newBatchId(), 2);
    const swept = await sweepBatches({ ...shop.dependencies, products })();
    expect(swept).toEqual({ finished: [dead.batch], lost: [] });
    expect(statusesOf(shop)).toEqual(['RESERVED']);
    expect((await shop.batches.stock('bun')).open).toHaveLength(1);
  });

  it('reports a batch without an intent, and does not change it', async () => {
    const shop = inventory({ bun: 5 });
    const batch = shop.dependencies.newBatchId();
    await shop.batches.open('bun', batch, 2);
    shop.clock.now = addSeconds(NOW, 62);
    const swept = await sweepBatches({ ...shop.dependencies, products })();
    expect(swept).toEqual({ finished: [], lost: [batch] });
    expect(await shop.batches.stock('bun')).toEqual({ available: 3, open: [batch] });
  });

  it('goes through every page of the catalogue', async () => {
    const shop = inventory({ bun: 5 });
    const pages: (string | undefined)[] = [];
    await sweepBatches({
      ...shop.dependencies,
      products: {
        ...products,
        activeIds: async ({ after }) => {
          pages.push(after);
          return after === undefined ? { items: ['a'], next: 'a' } : { items: ['bun'] };
        },
      },
    })();
    expect(pages).toEqual([undefined, 'a']);
  });
});
