import { afterAll, describe, expect, it } from '@jest/globals';
import { dynamoReservationStore } from '../../functions/inventory/adapters/dynamo-reservation-store.ts';
import { dynamoBatchStore } from '../../functions/inventory/adapters/dynamo-batch-store.ts';
import { dynamoStockBooks } from '../../functions/inventory/adapters/dynamo-stock-books.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import type { BatchStore } from '../../functions/inventory/group-commit/batch-store.ts';
import type { Reservation, ReservationStore } from '../../functions/inventory/domain/reservation.ts';
import type { StockBooks } from '../../functions/inventory/domain/stock-check.ts';
import type { StockStore } from '../../functions/inventory/domain/stock.ts';
import { adjustment, orderIdOf, reserved } from '../support/inventory.ts';
import { memoryBatchStore } from '../support/memory/inventory-batch-store.ts';
import { memoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import { memoryStockBooks } from '../support/memory/inventory-stock-books.ts';
import { memoryStockStore } from '../support/memory/inventory-stock-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

interface Stores {
  readonly stock: StockStore;
  readonly reservations: ReservationStore;
  readonly batches: BatchStore;
  readonly books: StockBooks;
}

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

/** The maximum number of items on a page. */
const PAGE = 2;

describe.each<readonly [string, () => Promise<Stores>]>([
  [
    'in memory',
    async () => {
      const stock = memoryStockStore();
      const reservations = memoryReservationStore(stock);
      const batches = memoryBatchStore(stock, reservations);
      return { stock, reservations, batches, books: memoryStockBooks(stock, reservations, PAGE) };
    },
  ],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('inventory');
      tables.push(table);
      const { client, name } = table;
      return {
        stock: dynamoStockStore(client, name),
        reservations: dynamoReservationStore(client, name),
        batches: dynamoBatchStore({ client, once: client }, name),
        books: dynamoStockBooks(client, name, PAGE),
      };
    },
  ],
])('the books of the stock %s', (_where, create) => {
  it('read a stock with its version and its open batches', async () => {
    const { stock, batches, books } = await create();
    const nothing = { available: 0, received: 0, version: 0, openBatches: 0 };
    expect(await books.record('bun')).toEqual(nothing);
    await stock.adjust(adjustment({ productId: 'bun', change: 9 }));
    await batches.open('bun', 'batch-1', 4);
    expect(await books.record('bun')).toEqual({ available: 5, received: 9, version: 2, openBatches: 1 });
    await batches.close('bun', 'batch-1', 1);
    expect(await books.record('bun')).toEqual({ available: 6, received: 9, version: 3, openBatches: 0 });
  });

  it('list each reservation once, in pages of limited size, and nothing else', async () => {
    const { stock, reservations, books } = await create();
    expect(await books.reservations(undefined)).toEqual({ items: [], recordsRead: 0 });
    await stock.adjust(adjustment({ productId: 'bun', change: 9 }));
    const lines = [{ productId: 'bun', quantity: 1 }];
    const orderIds = [1, 2, 3, 4, 5].map(orderIdOf);
    for (const orderId of orderIds) await reservations.reserve(reserved({ orderId, lines }), undefined);
    await reservations.commit(orderIdOf(3));

    const listed: Reservation[] = [];
    let after: string | undefined;
    do {
      const page = await books.reservations(after);
      expect(page.recordsRead).toBeLessThanOrEqual(PAGE);
      listed.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    const found = listed.map(({ orderId, status, lines: kept }) => ({ orderId, status, lines: kept }));
    expect(found.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))).toEqual(
      orderIds.map((orderId, n) => ({ orderId, status: n === 2 ? 'COMMITTED' : 'RESERVED', lines })),
    );
  });
});
