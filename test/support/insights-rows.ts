import { dynamoRowStore } from '../../functions/insights/adapters/dynamo-row-store.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import type { ExpiryOfDay, RowStore } from '../../functions/insights/domain/row-store.ts';
import { daysAfter } from '../../shared/kernel/clock.ts';
import { memoryRowStore } from './memory/insights-row-store.ts';
import { createServiceTable, type ServiceTable } from './tables.ts';

/** The row stores in memory and in DynamoDB, with tables for the store in DynamoDB. Call `close` after all tests. */
export const rowStores = () => {
  const tables: ServiceTable[] = [];
  const createTable = async (): Promise<ServiceTable> => {
    const table = await createServiceTable('insights');
    tables.push(table);
    return table;
  };
  const implementations: readonly (readonly [string, () => Promise<RowStore>])[] = [
    ['in memory', async () => memoryRowStore()],
    [
      'in DynamoDB',
      async () => {
        const table = await createTable();
        return dynamoRowStore(table.client, table.name);
      },
    ],
  ];
  return { createTable, implementations, close: () => tables.forEach((table) => table.close()) };
};

/** When the rows of the tests expire, in seconds since 1970. */
export const expiresAt = 1_900_000_000;
export const DAY = '2026-03-01';
/** When the figures of a day expire in the tests: ten years after the day. */
export const expiryOf: ExpiryOfDay = (day) => daysAfter(day, 3_650);
export const idOf = (n: number): string => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/**
 * The `n`-th order, placed `n` seconds after nine o'clock. The orders belong to the customers `odd` and `even` in turn.
 */
export const rowOf = (n: number, more: Partial<OrderRow> = {}): OrderRow => ({
  orderId: idOf(n),
  customerId: n % 2 === 0 ? 'even' : 'odd',
  correlationId: `request-${n}`,
  placedAt: new Date(Date.parse(`${DAY}T09:00:00.000Z`) + n * 1000).toISOString(),
  events: { 'OrderCreated:1': { at: `${DAY}T09:00:00.000Z` } },
  ...more,
});
export const paid = { OrderPaid: { at: `${DAY}T09:10:00.000Z`, by: 'PaymentSucceeded' } };
