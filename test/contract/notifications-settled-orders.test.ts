import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoSettledOrders } from '../../functions/notifications/adapters/dynamo-settled-orders.ts';
import type { SettledOrders } from '../../functions/notifications/domain/settled-orders.ts';
import { memorySettledOrders } from '../support/memory/notifications-stores.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const at = '2026-03-01T09:00:00.000Z';

describe.each<[string, () => Promise<SettledOrders>]>([
  ['in memory', async () => memorySettledOrders()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('notifications');
      tables.push(table);
      return dynamoSettledOrders(table.client, table.name);
    },
  ],
])('the settled orders %s', (_where, create) => {
  let settled: SettledOrders;
  beforeAll(async () => {
    settled = await create();
  });

  it('do not hold an order that was never added', async () => {
    expect(await settled.has('order-1')).toBe(false);
  });

  it('hold an order from the moment it was added, however often that is', async () => {
    await settled.add('order-2', at);
    await settled.add('order-2', at);
    expect(await settled.has('order-2')).toBe(true);
    expect(await settled.has('order-3')).toBe(false);
  });
});
