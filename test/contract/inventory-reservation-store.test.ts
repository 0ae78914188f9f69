import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import {
  tombstoneOf,
  type Rejected,
  type Released,
  type ReservationStore,
} from '../../functions/inventory/domain/reservation.ts';
import type { StockStore } from '../../functions/inventory/domain/stock.ts';
import { adjustment, NOW, orderIdOf, outboxWith, reserved } from '../support/inventory.ts';
import { memoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import { memoryStockStore } from '../support/memory/inventory-stock-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('inventory');
});
afterAll(() => table.close());

const outbox = outboxWith('StockReserved');
let serial = 0;

describe.each([
  [
    'in memory',
    () => {
      const stock = memoryStockStore();
      return { stock, store: memoryReservationStore(stock) };
    },
  ],
  [
    'in DynamoDB',
    () => ({
      stock: dynamoStockStore(table.client, table.name),
      store: dynamoReservationStore(table.client, table.name),
    }),
  ],
] as const)('the reservation store %s', (_, create) => {
  let stock: StockStore;
  let store: ReservationStore;
  let orderId: string;
  let bun: string;
  let mug: string;

  beforeAll(() => {
    ({ stock, store } = create());
  });
  beforeEach(() => {
    serial += 1;
    orderId = orderIdOf(serial);
    bun = `bun-${serial}`;
    mug = `mug-${serial}`;
  });

  const fill = async (productId: string, change: number) => {
    expect(await stock.adjust(adjustment({ adjustmentId: `fill-${productId}`, productId, change }))).toEqual({
      outcome: 'applied',
    });
  };
  const fillBoth = async (buns: number, mugs: number) => {
    await fill(bun, buns);
    await fill(mug, mugs);
  };
  const available = async () => [(await stock.level(bun)).available, (await stock.level(mug)).available];
  const row = (buns: number, mugs: number, id = orderId) =>
    reserved({
      orderId: id,
      lines: [
        { productId: bun, quantity: buns },
        { productId: mug, quantity: mugs },
      ],
    });
  const released = (buns: number, mugs: number): Released => {
    const { lines } = row(buns, mugs);
    return { status: 'RELEASED', orderId, lines, releasedAt: NOW };
  };

  it('returns nothing for an unknown order', async () => {
    expect(await store.load(orderId)).toBeUndefined();
  });

  it('withdraws every line from stock and writes the row as version 1', async () => {
    await fillBoth(5, 1);
    expect(await store.reserve(row(3, 1), outbox)).toEqual({ outcome: 'reserved' });
    expect(await available()).toEqual([2, 0]);
    expect(await store.load(orderId)).toEqual({ state: row(3, 1), version: 1 });
  });

  it('withdraws nothing if one product is short, and returns the shortage', async () => {
    await fillBoth(5, 1);
    expect(await store.reserve(row(5, 2), outbox)).toEqual({
      outcome: 'short',
      shortages: [{ productId: mug, requested: 2, available: 1 }],
    });
    expect(await available()).toEqual([5, 1]);
    expect(await store.load(orderId)).toBeUndefined();
  });

  it('names each short product, and counts a product that was never stocked as 0', async () => {
    await fill(bun, 2);
    expect(await store.reserve(row(3, 1), undefined)).toEqual({
      outcome: 'short',
      shortages: [
        { productId: bun, requested: 3, available: 2 },
        { productId: mug, requested: 1, available: 0 },
      ],
    });
  });

  it('reserves an order once: repeating a successful call withdraws nothing', async () => {
    await fillBoth(9, 9);
    await store.reserve(row(3, 1), undefined);
    expect(await store.reserve(row(3, 1), undefined)).toEqual({ outcome: 'exists' });
    expect(await available()).toEqual([6, 8]);
    expect((await store.load(orderId))?.version).toBe(1);
  });

  it('reports that the order is already decided, not that the units it holds itself are missing', async () => {
    await fillBoth(3, 1);
    await store.reserve(row(3, 1), undefined);
    expect(await store.reserve(row(3, 1), undefined)).toEqual({ outcome: 'exists' });
  });

  it('never reserves more units than available, even with concurrent orders', async () => {
    await fillBoth(4, 100);
    const outcomes = await Promise.all(
      Array.from({ length: 9 }, (_, n) => store.reserve(row(1, 1, orderIdOf(1000 * serial + n)), undefined)),
    );
    expect(outcomes.filter((one) => one !== 'contended' && one.outcome === 'reserved')).toHaveLength(4);
    expect(await available()).toEqual([0, 96]);
  });

  it('inserts a rejection once, with its shortages', async () => {
    const refusal: Rejected = {
      ...row(3, 1),
      status: 'REJECTED',
      shortages: [{ productId: bun, requested: 3, available: 0 }],
    };
    expect(await store.insert(refusal, outbox)).toBe('inserted');
    expect(await store.insert(tombstoneOf(orderId, NOW), undefined)).toBe('exists');
    expect(await store.load(orderId)).toEqual({ state: refusal, version: 1 });
  });

  it('withdraws nothing for an order whose release left a tombstone', async () => {
    await fillBoth(3, 1);
    await store.insert(tombstoneOf(orderId, NOW), undefined);
    expect(await store.reserve(row(3, 1), undefined)).toEqual({ outcome: 'exists' });
    expect(await available()).toEqual([3, 1]);
    expect((await store.load(orderId))?.state).toEqual(tombstoneOf(orderId, NOW));
  });

  it('stores either a reservation or a tombstone, never both', async () => {
    await fillBoth(3, 1);
    const [reservation, tombstone] = await Promise.all([
      store.reserve(row(3, 1), undefined),
      store.insert(tombstoneOf(orderId, NOW), undefined),
    ]);
    const first = reservation !== 'contended' && reservation.outcome === 'reserved';
    expect(tombstone).toBe(first ? 'exists' : 'inserted');
    expect(await available()).toEqual(first ? [0, 0] : [3, 1]);
  });

  it('saves only if the version is the one that was read, and moves no stock', async () => {
    await fillBoth(3, 1);
    await store.reserve(row(3, 1), undefined);
    expect(await store.save(row(3, 1), 1, outbox)).toBe('saved');
    expect(await store.save(row(3, 1), 1, outbox)).toBe('conflict');
    expect(await store.load(orderId)).toEqual({ state: row(3, 1), version: 2 });
    expect(await available()).toEqual([0, 0]);
  });

  it('commits a reserved row once, unchanged, and moves no stock', async () => {
    await fillBoth(3, 1);
    await store.reserve({ ...row(3, 1), batch: 'taking' }, outbox);
    expect(await store.commit(orderId)).toEqual({ outcome: 'committed' });
    const committed = { ...row(3, 1), batch: 'taking', status: 'COMMITTED' };
    expect(await store.load(orderId)).toEqual({ state: committed, version: 2 });
    expect(await store.commit(orderId)).toEqual({ outcome: 'unchanged', row: committed });
    expect((await store.load(orderId))?.version).toBe(2);
    expect(await available()).toEqual([0, 0]);
  });

  it.each([
    ['refused', (): Rejected => ({ ...row(3, 1), status: 'REJECTED', shortages: [] })],
    ['released', () => tombstoneOf(orderId, NOW)],
  ])('commits neither a missing row nor one that is %s', async (_status, create) => {
    expect(await store.commit(orderId)).toEqual({ outcome: 'unchanged', row: undefined });
    expect(await store.insert(create(), outbox)).toBe('inserted');
    expect(await store.commit(orderId)).toEqual({ outcome: 'unchanged', row: create() });
    expect(await store.load(orderId)).toEqual({ state: create(), version: 1 });
  });

  it('lets a commit and a release race, and releases a committed row afterwards', async () => {
    await fillBoth(3, 1);
    await store.reserve(row(3, 1), undefined);
    const commits = store.commit(orderId);
    const release = await store.release(released(3, 1), 1, undefined);
    const commit = await commits;
    const first = commit !== 'contended' && commit.outcome === 'committed';
    expect(release).toBe(first ? 'conflict' : 'saved');
    if (first) expect(await store.release(released(3, 1), 2, undefined)).toBe('saved');
    expect(await store.load(orderId)).toMatchObject({ state: released(3, 1), version: first ? 3 : 2 });
    expect(await available()).toEqual([3, 1]);
  });

  it('saves and releases nothing that was never inserted', async () => {
    expect(await store.save(row(3, 1), 1, undefined)).toBe('conflict');
    expect(await store.release(released(3, 1), 1, undefined)).toBe('conflict');
    expect(await store.load(orderId)).toBeUndefined();
    expect(await available()).toEqual([0, 0]);
  });

  it('returns every line in the write that releases the row', async () => {
    await fillBoth(5, 1);
    await store.reserve(row(3, 1), undefined);
    expect(await store.release(released(3, 1), 1, outbox)).toBe('saved');
    expect(await available()).toEqual([5, 1]);
    expect(await store.load(orderId)).toEqual({ state: released(3, 1), version: 2 });
  });

  it('returns nothing if the row has changed, e.g. after an earlier release', async () => {
    await fillBoth(5, 1);
    await store.reserve(row(3, 1), undefined);
    const outcomes = await Promise.all([1, 2, 3].map(() => store.release(released(3, 1), 1, undefined)));
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
    expect(await store.release(released(3, 1), 1, undefined)).toBe('conflict');
    expect(await available()).toEqual([5, 1]);
  });

  it('never changes the received units because of orders', async () => {
    await fillBoth(5, 1);
    await store.reserve(row(3, 1), undefined);
    await store.release(released(3, 1), 1, undefined);
    expect(await stock.level(bun)).toEqual({ available: 5, received: 5 });
  });

  it('returns copies, so callers cannot change what is stored', async () => {
    await store.insert(tombstoneOf(orderId, NOW), undefined);
    const read = await store.load(orderId);
    Object.assign(read?.state ?? {}, { status: 'RESERVED' });
    expect((await store.load(orderId))?.state.status).toBe('RELEASED');
  });
});
