import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoEscrowStore } from '../../functions/inventory/adapters/dynamo-escrow-store.ts';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import { noEscrow, type EscrowStore } from '../../functions/inventory/domain/escrow/escrow-store.ts';
import { releasedRow, reservedRow, type Manifest } from '../../functions/inventory/domain/escrow/manifest.ts';
import type { ReservationStore } from '../../functions/inventory/domain/reservation-store.ts';
import { tombstoneOf } from '../../functions/inventory/domain/reservation.ts';
import type { StockStore } from '../../functions/inventory/domain/stock-store.ts';
import { manifest } from '../support/escrow.ts';
import { adjustment, NOW, orderIdOf, reserved } from '../support/inventory.ts';
import { memoryEscrowStore } from '../support/memory/inventory-escrow-store.ts';
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
      const reservations = memoryReservationStore(stock);
      return { stock, reservations, escrow: memoryEscrowStore(stock, reservations) };
    },
  ],
  [
    'in DynamoDB',
    () => ({
      stock: dynamoStockStore(table.client, table.name),
      reservations: dynamoReservationStore(table.client, table.name),
      escrow: dynamoEscrowStore({ client: table.client, once: table.client }, table.name),
    }),
  ],
] as const)('the escrow store %s', (_, create) => {
  let stock: StockStore;
  let reservations: ReservationStore;
  let escrow: EscrowStore;
  let bun: string;
  let batch: string;
  let lot: Manifest;

  beforeAll(() => {
    ({ stock, reservations, escrow } = create());
  });
  beforeEach(async () => {
    serial += 1;
    bun = `bun-${serial}`;
    batch = `batch-${serial}`;
    lot = manifest([2, 3], { batch, productId: bun });
    lot = {
      ...lot,
      lines: lot.lines.map((one, n) => ({ ...one, orderId: orderIdOf(1000 * serial + n) })),
    };
    await stock.adjust(adjustment({ adjustmentId: `fill-${bun}`, productId: bun, change: 6 }));
  });
  const row = (n = 0) => reservedRow(lot, lot.lines[n]!);
  const released = (n = 0, by = 'release-1') => releasedRow({ ...lot, batch: by }, lot.lines[n]!);

  it('keeps a manifest as it was written, and the first of two with one id', async () => {
    expect(await escrow.putManifest(lot)).toBe('inserted');
    expect(await escrow.putManifest({ ...lot, lines: [] })).toBe('exists');
    expect(await escrow.loadManifest(batch)).toEqual(lot);
    expect(await escrow.loadManifest('never')).toBeUndefined();
  });

  it('takes units and notes the batch in one update, which answers the item', async () => {
    expect(await escrow.open(bun, batch, 5)).toEqual({
      outcome: 'updated',
      stock: { available: 1, open: [batch] },
    });
    expect(await escrow.stock(bun)).toEqual({ available: 1, open: [batch] });
    expect(await stock.level(bun)).toEqual({ available: 1, received: 6 });
  });

  it('takes nothing where too little is there, and answers what there was', async () => {
    await escrow.open(bun, 'other', 4);
    expect(await escrow.open(bun, batch, 3)).toEqual({
      outcome: 'refused',
      stock: { available: 2, open: ['other'] },
    });
    expect(await escrow.stock(bun)).toEqual({ available: 2, open: ['other'] });
  });

  it('takes nothing for a batch that is open, and says so by the item', async () => {
    await escrow.open(bun, batch, 2);
    expect(await escrow.open(bun, batch, 2)).toEqual({
      outcome: 'refused',
      stock: { available: 4, open: [batch] },
    });
  });

  it('opens a release, which takes nothing, even where nothing is available', async () => {
    await escrow.open(bun, 'other', 6);
    const opened = await escrow.open(bun, batch, 0);
    expect(opened).toMatchObject({ outcome: 'updated', stock: { available: 0 } });
  });

  it('opens nothing for a product that was never stocked', async () => {
    expect(await escrow.open(`no-${bun}`, batch, 0)).toEqual({ outcome: 'refused', stock: noEscrow });
    expect(await escrow.stock(`no-${bun}`)).toEqual(noEscrow);
    expect(await escrow.close(`no-${bun}`, batch, 3)).toEqual({ outcome: 'refused', stock: noEscrow });
  });

  it('puts units back and forgets the batch, once', async () => {
    await escrow.open(bun, batch, 5);
    expect(await escrow.close(bun, batch, 2)).toEqual({
      outcome: 'updated',
      stock: { available: 3, open: [] },
    });
    expect(await escrow.close(bun, batch, 2)).toEqual({
      outcome: 'refused',
      stock: { available: 3, open: [] },
    });
  });

  it('closes one of several open batches, also with nothing to put back', async () => {
    await escrow.open(bun, 'a', 1);
    await escrow.open(bun, 'b', 1);
    await escrow.open(bun, 'c', 1);
    await escrow.close(bun, 'b', 0);
    const { available, open } = await escrow.stock(bun);
    expect([available, [...open].sort()]).toEqual([3, ['a', 'c']]);
  });

  it('never lets copies of one update that come at once count twice', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => escrow.open(bun, batch, 2)));
    expect(outcomes.filter((one) => one !== 'contended' && one.outcome === 'updated')).toHaveLength(1);
    await Promise.all([1, 2, 3].map(() => escrow.close(bun, batch, 1)));
    expect(await escrow.stock(bun)).toEqual({ available: 5, open: [] });
  });

  it('reads many stock items at once and leaves out what is not there', async () => {
    await escrow.open(bun, batch, 1);
    expect(await escrow.stocks([`no-${bun}`, bun])).toEqual(
      new Map([[bun, { available: 5, open: [batch] }]]),
    );
  });

  it('inserts a row once and answers the one that was there', async () => {
    expect(await escrow.insertRow(row(), [event])).toEqual({ outcome: 'inserted' });
    const again = await escrow.insertRow({ ...row(), batch: 'another' }, []);
    expect(again).toEqual({ outcome: 'exists', row: row() });
    expect(await reservations.load(row().orderId)).toEqual({ state: row(), version: 1 });
  });

  it('finds the tombstone of a release that came first', async () => {
    const tombstone = tombstoneOf(row().orderId, NOW);
    await reservations.insert(tombstone, []);
    expect(await escrow.insertRow(row(), [event])).toEqual({ outcome: 'exists', row: tombstone });
  });

  it('releases a row once: its lines and its own batch stay', async () => {
    await escrow.insertRow(row(), [event]);
    expect(await escrow.releaseRow(released(), [event])).toEqual({ outcome: 'released' });
    const after = { ...released(), batch };
    expect(await reservations.load(row().orderId)).toEqual({ state: after, version: 2 });
    expect(await escrow.releaseRow(released(0, 'release-2'), [])).toEqual({
      outcome: 'unchanged',
      row: after,
    });
  });

  it('releases a committed row, and nothing where there is no row', async () => {
    await escrow.insertRow(row(), []);
    await reservations.commit(row().orderId);
    expect(await escrow.releaseRow(released(), [])).toEqual({ outcome: 'released' });
    expect(await escrow.releaseRow(released(1), [])).toEqual({ outcome: 'unchanged', row: undefined });
    expect(await reservations.load(lot.lines[1]!.orderId)).toBeUndefined();
  });

  it('keeps an order of several products from being refused while what is short may come back', async () => {
    const mug = `mug-${serial}`;
    const both = reserved({
      orderId: orderIdOf(1000 * serial + 9),
      lines: [
        { productId: bun, quantity: 3 },
        { productId: mug, quantity: 1 },
      ],
    });
    await stock.adjust(adjustment({ adjustmentId: `fill-${mug}`, productId: mug, change: 1 }));
    await escrow.open(bun, batch, 5);
    expect(await reservations.reserve(both, [])).toEqual({ outcome: 'unsettled', open: [batch] });

    // Of two short products, the one with nothing open is certain; the other is not named.
    await escrow.open(mug, 'other', 1);
    await escrow.close(mug, 'other', 0);
    expect(await reservations.reserve(both, [])).toEqual({
      outcome: 'short',
      shortages: [{ productId: mug, requested: 1, available: 0 }],
    });

    await escrow.close(bun, batch, 0);
    expect(await reservations.reserve(both, [])).toMatchObject({
      outcome: 'short',
      shortages: [{ productId: bun, available: 1 }, { productId: mug }],
    });
  });

  it('leaves open batches alone when a transaction or an adjustment changes the stock', async () => {
    await escrow.open(bun, batch, 1);
    await stock.adjust(adjustment({ adjustmentId: `more-${bun}`, productId: bun, change: 4 }));
    const lines = [{ productId: bun, quantity: 2 }];
    await reservations.reserve(reserved({ orderId: orderIdOf(1000 * serial + 9), lines }), []);
    expect(await escrow.stock(bun)).toEqual({ available: 7, open: [batch] });
  });

  it('reads many rows at once', async () => {
    await escrow.insertRow(row(), []);
    expect(await escrow.rows(lot.lines.map(({ orderId }) => orderId))).toEqual(
      new Map([[row().orderId, row()]]),
    );
  });
});
