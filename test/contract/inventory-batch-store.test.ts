import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoBatchStore } from '../../functions/inventory/adapters/dynamo-batch-store.ts';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import { emptySnapshot, type BatchStore } from '../../functions/inventory/group-commit/batch-store.ts';
import {
  releasedRow,
  reservedRow,
  type BatchIntent,
} from '../../functions/inventory/group-commit/batch-intent.ts';
import { tombstoneOf, type ReservationStore } from '../../functions/inventory/domain/reservation.ts';
import type { StockStore } from '../../functions/inventory/domain/stock.ts';
import { intent } from '../support/batches.ts';
import { adjustment, NOW, orderIdOf, outboxWith, reserved } from '../support/inventory.ts';
import { memoryBatchStore } from '../support/memory/inventory-batch-store.ts';
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
      const reservations = memoryReservationStore(stock);
      return { stock, reservations, batches: memoryBatchStore(stock, reservations) };
    },
  ],
  [
    'in DynamoDB',
    () => ({
      stock: dynamoStockStore(table.client, table.name),
      reservations: dynamoReservationStore(table.client, table.name),
      batches: dynamoBatchStore({ client: table.client, once: table.client }, table.name),
    }),
  ],
] as const)('the batch store %s', (_, create) => {
  let stock: StockStore;
  let reservations: ReservationStore;
  let batches: BatchStore;
  let bun: string;
  let batch: string;
  let lot: BatchIntent;

  beforeAll(() => {
    ({ stock, reservations, batches } = create());
  });
  beforeEach(async () => {
    serial += 1;
    bun = `bun-${serial}`;
    batch = `batch-${serial}`;
    lot = intent([2, 3], { batch, productId: bun });
    lot = {
      ...lot,
      lines: lot.lines.map((one, n) => ({ ...one, orderId: orderIdOf(1000 * serial + n) })),
    };
    await stock.adjust(adjustment({ adjustmentId: `fill-${bun}`, productId: bun, change: 6 }));
  });
  const row = (n = 0) => reservedRow(lot, lot.lines[n]!);
  const released = (n = 0, by = 'release-1') => releasedRow({ ...lot, batch: by }, lot.lines[n]!);

  it('keeps an intent as written, and the first of two with the same id', async () => {
    expect(await batches.putIntent(lot)).toBe('inserted');
    expect(await batches.putIntent({ ...lot, lines: [] })).toBe('exists');
    expect(await batches.loadIntent(batch)).toEqual(lot);
    expect(await batches.loadIntent('never')).toBeUndefined();
  });

  it('withdraws units and records the batch in one update, which returns the item', async () => {
    expect(await batches.open(bun, batch, 5)).toEqual({
      outcome: 'updated',
      stock: { available: 1, open: [batch] },
    });
    expect(await batches.stock(bun)).toEqual({ available: 1, open: [batch] });
    expect(await stock.level(bun)).toEqual({ available: 1, received: 6 });
  });

  it('withdraws nothing if stock is short, and returns the available units', async () => {
    await batches.open(bun, 'other', 4);
    expect(await batches.open(bun, batch, 3)).toEqual({
      outcome: 'refused',
      stock: { available: 2, open: ['other'] },
    });
    expect(await batches.stock(bun)).toEqual({ available: 2, open: ['other'] });
  });

  it('withdraws nothing for a batch that is already open, and returns the item', async () => {
    await batches.open(bun, batch, 2);
    expect(await batches.open(bun, batch, 2)).toEqual({
      outcome: 'refused',
      stock: { available: 4, open: [batch] },
    });
  });

  it('opens a release, which withdraws nothing, even if nothing is available', async () => {
    await batches.open(bun, 'other', 6);
    const opened = await batches.open(bun, batch, 0);
    expect(opened).toMatchObject({ outcome: 'updated', stock: { available: 0 } });
  });

  it('opens no batch for a product that was never stocked', async () => {
    expect(await batches.open(`no-${bun}`, batch, 0)).toEqual({ outcome: 'refused', stock: emptySnapshot });
    expect(await batches.stock(`no-${bun}`)).toEqual(emptySnapshot);
    expect(await batches.close(`no-${bun}`, batch, 3)).toEqual({ outcome: 'refused', stock: emptySnapshot });
  });

  it('returns units and removes the batch, once', async () => {
    await batches.open(bun, batch, 5);
    expect(await batches.close(bun, batch, 2)).toEqual({
      outcome: 'updated',
      stock: { available: 3, open: [] },
    });
    expect(await batches.close(bun, batch, 2)).toEqual({
      outcome: 'refused',
      stock: { available: 3, open: [] },
    });
  });

  it('closes one of several open batches, even with no units to return', async () => {
    await batches.open(bun, 'a', 1);
    await batches.open(bun, 'b', 1);
    await batches.open(bun, 'c', 1);
    await batches.close(bun, 'b', 0);
    const { available, open } = await batches.stock(bun);
    expect([available, [...open].sort()]).toEqual([3, ['a', 'c']]);
  });

  it('applies concurrent copies of one update once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => batches.open(bun, batch, 2)));
    expect(outcomes.filter((one) => one !== 'contended' && one.outcome === 'updated')).toHaveLength(1);
    await Promise.all([1, 2, 3].map(() => batches.close(bun, batch, 1)));
    expect(await batches.stock(bun)).toEqual({ available: 5, open: [] });
  });

  it('reads many stock items at once and omits missing ones', async () => {
    await batches.open(bun, batch, 1);
    expect(await batches.stocks([`no-${bun}`, bun])).toEqual(
      new Map([[bun, { available: 5, open: [batch] }]]),
    );
  });

  it('inserts a row once and returns the existing row', async () => {
    expect(await batches.insertRow(row(), outbox)).toEqual({ outcome: 'inserted' });
    const again = await batches.insertRow({ ...row(), batch: 'another' }, undefined);
    expect(again).toEqual({ outcome: 'exists', row: row() });
    expect(await reservations.load(row().orderId)).toEqual({ state: row(), version: 1 });
  });

  it('finds the tombstone of a release that arrived first', async () => {
    const tombstone = tombstoneOf(row().orderId, NOW);
    await reservations.insert(tombstone, undefined);
    expect(await batches.insertRow(row(), outbox)).toEqual({ outcome: 'exists', row: tombstone });
  });

  it('releases a row once and keeps its lines and its own batch', async () => {
    await batches.insertRow(row(), outbox);
    expect(await batches.releaseRow(released())).toEqual({ outcome: 'released' });
    const after = { ...released(), batch };
    expect(await reservations.load(row().orderId)).toEqual({ state: after, version: 2 });
    expect(await batches.releaseRow(released(0, 'release-2'))).toEqual({
      outcome: 'unchanged',
      row: after,
    });
  });

  it('releases a committed row, and does nothing without a row', async () => {
    await batches.insertRow(row(), undefined);
    await reservations.commit(row().orderId);
    expect(await batches.releaseRow(released())).toEqual({ outcome: 'released' });
    expect(await batches.releaseRow(released(1))).toEqual({ outcome: 'unchanged', row: undefined });
    expect(await reservations.load(lot.lines[1]!.orderId)).toBeUndefined();
  });

  it('does not reject an order of several products while short units may be returned', async () => {
    const mug = `mug-${serial}`;
    const both = reserved({
      orderId: orderIdOf(1000 * serial + 9),
      lines: [
        { productId: bun, quantity: 3 },
        { productId: mug, quantity: 1 },
      ],
    });
    await stock.adjust(adjustment({ adjustmentId: `fill-${mug}`, productId: mug, change: 1 }));
    await batches.open(bun, batch, 5);
    expect(await reservations.reserve(both, undefined)).toEqual({ outcome: 'unsettled', open: [batch] });

    // Both products are short. The mug has no open batch, so its shortage is certain, and only the mug is reported. The
    // open batch of the bun may still return units.
    await batches.open(mug, 'other', 1);
    await batches.close(mug, 'other', 0);
    expect(await reservations.reserve(both, undefined)).toEqual({
      outcome: 'short',
      shortages: [{ productId: mug, requested: 1, available: 0 }],
    });

    await batches.close(bun, batch, 0);
    expect(await reservations.reserve(both, undefined)).toMatchObject({
      outcome: 'short',
      shortages: [{ productId: bun, available: 1 }, { productId: mug }],
    });
  });

  it('keeps open batches when a transaction or an adjustment changes the stock', async () => {
    await batches.open(bun, batch, 1);
    await stock.adjust(adjustment({ adjustmentId: `more-${bun}`, productId: bun, change: 4 }));
    const lines = [{ productId: bun, quantity: 2 }];
    await reservations.reserve(reserved({ orderId: orderIdOf(1000 * serial + 9), lines }), undefined);
    expect(await batches.stock(bun)).toEqual({ available: 7, open: [batch] });
  });

  it('reads many rows at once', async () => {
    await batches.insertRow(row(), undefined);
    expect(await batches.rows(lot.lines.map(({ orderId }) => orderId))).toEqual(
      new Map([[row().orderId, row()]]),
    );
  });
});
