import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import type { ReservationStore } from '../../functions/inventory/domain/reservation-store.ts';
import { tombstoneOf, type Rejected, type Released } from '../../functions/inventory/domain/reservation.ts';
import type { StockStore } from '../../functions/inventory/domain/stock-store.ts';
import { adjustment, NOW, orderIdOf, reserved } from '../support/inventory.ts';
import { memoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import { memoryStockStore } from '../support/memory/inventory-stock-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('inventory');
});
afterAll(() => table.close());

const event = { id: 'E:1', type: 'StockReserved', data: { nested: [{ deep: true }] } };
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

  it('reads nothing where nothing is', async () => {
    expect(await store.load(orderId)).toBeUndefined();
  });

  it('takes every line off the stock and writes the row as version 1', async () => {
    await fill(bun, 5);
    await fill(mug, 1);
    expect(await store.reserve(row(3, 1), [event])).toEqual({ outcome: 'reserved' });
    expect(await available()).toEqual([2, 0]);
    expect(await store.load(orderId)).toEqual({ state: row(3, 1), version: 1 });
  });

  it('takes nothing at all when one of the products is short, and says how short', async () => {
    await fill(bun, 5);
    await fill(mug, 1);
    expect(await store.reserve(row(5, 2), [event])).toEqual({
      outcome: 'short',
      shortages: [{ productId: mug, requested: 2, available: 1 }],
    });
    expect(await available()).toEqual([5, 1]);
    expect(await store.load(orderId)).toBeUndefined();
  });

  it('names each short product, and counts one that was never stocked as 0', async () => {
    await fill(bun, 2);
    expect(await store.reserve(row(3, 1), [])).toEqual({
      outcome: 'short',
      shortages: [
        { productId: bun, requested: 3, available: 2 },
        { productId: mug, requested: 1, available: 0 },
      ],
    });
  });

  it('reserves an order once: the repetition of a call that took effect takes nothing more', async () => {
    await fill(bun, 9);
    await fill(mug, 9);
    await store.reserve(row(3, 1), []);
    expect(await store.reserve(row(3, 1), [])).toEqual({ outcome: 'exists' });
    expect(await available()).toEqual([6, 8]);
    expect((await store.load(orderId))?.version).toBe(1);
  });

  it('says that the order was decided rather than that its own units are missing', async () => {
    await fill(bun, 3);
    await fill(mug, 1);
    await store.reserve(row(3, 1), []);
    expect(await store.reserve(row(3, 1), [])).toEqual({ outcome: 'exists' });
  });

  it('lets no more orders have a product than there are units, whoever comes at once', async () => {
    await fill(bun, 4);
    await fill(mug, 100);
    const outcomes = await Promise.all(
      Array.from({ length: 9 }, (_, n) => store.reserve(row(1, 1, orderIdOf(1000 * serial + n)), [])),
    );
    expect(outcomes.filter((one) => one !== 'contended' && one.outcome === 'reserved')).toHaveLength(4);
    expect(await available()).toEqual([0, 96]);
  });

  it('inserts a refusal once, with its shortages', async () => {
    const refusal: Rejected = {
      ...row(3, 1),
      status: 'REJECTED',
      shortages: [{ productId: bun, requested: 3, available: 0 }],
    };
    expect(await store.insert(refusal, [event])).toBe('inserted');
    expect(await store.insert(tombstoneOf(orderId, NOW), [])).toBe('exists');
    expect(await store.load(orderId)).toEqual({ state: refusal, version: 1 });
  });

  it('takes nothing for an order whose release left a tombstone', async () => {
    await fill(bun, 3);
    await fill(mug, 1);
    await store.insert(tombstoneOf(orderId, NOW), []);
    expect(await store.reserve(row(3, 1), [])).toEqual({ outcome: 'exists' });
    expect(await available()).toEqual([3, 1]);
    expect((await store.load(orderId))?.state).toEqual(tombstoneOf(orderId, NOW));
  });

  it('lets a reservation or a tombstone be first, and never both', async () => {
    await fill(bun, 3);
    await fill(mug, 1);
    const [reservation, tombstone] = await Promise.all([
      store.reserve(row(3, 1), []),
      store.insert(tombstoneOf(orderId, NOW), []),
    ]);
    const first = reservation !== 'contended' && reservation.outcome === 'reserved';
    expect(tombstone).toBe(first ? 'exists' : 'inserted');
    expect(await available()).toEqual(first ? [0, 0] : [3, 1]);
  });

  it('saves upon the version that was read alone, and moves no stock', async () => {
    await fill(bun, 3);
    await fill(mug, 1);
    await store.reserve(row(3, 1), []);
    expect(await store.save(row(3, 1), 1, [event])).toBe('saved');
    expect(await store.save(row(3, 1), 1, [event])).toBe('conflict');
    expect(await store.load(orderId)).toEqual({ state: row(3, 1), version: 2 });
    expect(await available()).toEqual([0, 0]);
  });

  it('commits a reserved row once, as it is, and moves no stock', async () => {
    await fill(bun, 3);
    await fill(mug, 1);
    await store.reserve({ ...row(3, 1), batch: 'taking' }, [event]);
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
  ])('commits nothing where there is no row, and none that was %s', async (_status, create) => {
    expect(await store.commit(orderId)).toEqual({ outcome: 'unchanged', row: undefined });
    expect(await store.insert(create(), [event])).toBe('inserted');
    expect(await store.commit(orderId)).toEqual({ outcome: 'unchanged', row: create() });
    expect(await store.load(orderId)).toEqual({ state: create(), version: 1 });
  });

  it('lets a commit or a release be first, and a committed row be released after it', async () => {
    await fill(bun, 3);
    await fill(mug, 1);
    await store.reserve(row(3, 1), []);
    const commits = store.commit(orderId);
    const release = await store.release(released(3, 1), 1, []);
    const commit = await commits;
    const first = commit !== 'contended' && commit.outcome === 'committed';
    expect(release).toBe(first ? 'conflict' : 'saved');
    if (first) expect(await store.release(released(3, 1), 2, [])).toBe('saved');
    expect(await store.load(orderId)).toMatchObject({ state: released(3, 1), version: first ? 3 : 2 });
    expect(await available()).toEqual([3, 1]);
  });

  it('saves and releases nothing that was never inserted', async () => {
    expect(await store.save(row(3, 1), 1, [])).toBe('conflict');
    expect(await store.release(released(3, 1), 1, [])).toBe('conflict');
    expect(await store.load(orderId)).toBeUndefined();
    expect(await available()).toEqual([0, 0]);
  });

  it('gives back every line in the write that releases the row', async () => {
    await fill(bun, 5);
    await fill(mug, 1);
    await store.reserve(row(3, 1), []);
    expect(await store.release(released(3, 1), 1, [event])).toBe('saved');
    expect(await available()).toEqual([5, 1]);
    expect(await store.load(orderId)).toEqual({ state: released(3, 1), version: 2 });
  });

  it('gives back nothing when the row moved on, as after a release that took effect', async () => {
    await fill(bun, 5);
    await fill(mug, 1);
    await store.reserve(row(3, 1), []);
    const outcomes = await Promise.all([1, 2, 3].map(() => store.release(released(3, 1), 1, [])));
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
    expect(await store.release(released(3, 1), 1, [])).toBe('conflict');
    expect(await available()).toEqual([5, 1]);
  });

  it('keeps what was received as it is, whatever orders do', async () => {
    await fill(bun, 5);
    await fill(mug, 1);
    await store.reserve(row(3, 1), []);
    await store.release(released(3, 1), 1, []);
    expect(await stock.level(bun)).toEqual({ available: 5, received: 5 });
  });

  it('hands out copies: nobody changes a row by changing what was read', async () => {
    await store.insert(tombstoneOf(orderId, NOW), []);
    const read = await store.load(orderId);
    Object.assign(read?.state ?? {}, { status: 'RESERVED' });
    expect((await store.load(orderId))?.state.status).toBe('RELEASED');
  });
});
