import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoRowStore } from '../../functions/insights/adapters/dynamo-row-store.ts';
import { contributionOf } from '../../functions/insights/domain/figures.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import { dynamoOrderStore } from '../../functions/orders/adapters/dynamo-order-store.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import { CANARY_PRODUCT } from '../../shared/kernel/caller.ts';
import { auditInsights, type InsightsTables } from '../../scripts/audit/insights-books.ts';
import { rebuildRows } from '../../scripts/audit/insights-rebuild.ts';
import { pendingOrder } from '../support/orders.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const NAMES = ['insights', 'orders', 'payments', 'inventory'] as const;
const all = new Map<string, ServiceTable>();
beforeAll(async () => {
  for (const name of NAMES) all.set(name, await createServiceTable(name));
});
afterAll(() => {
  for (const table of all.values()) table.close();
});

const clientOf = () => all.get('orders')!.client;
const tables = (): InsightsTables =>
  Object.fromEntries(NAMES.map((name) => [name, all.get(name)!.name])) as unknown as InsightsTables;
const audit = () => auditInsights(clientOf(), tables());

const now = new Date().toISOString();
const TODAY = now.slice(0, 10);
const idOf = (n: number): string => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const placed = (n: number, more: Partial<Order> = {}): Order =>
  pendingOrder({ orderId: idOf(n), createdAt: now, ...(more as object) });
const rowOf = ({ orderId, items }: Order): OrderRow => ({
  orderId,
  customerId: 'alice',
  placedAt: now,
  currency: 'EUR',
  units: Object.fromEntries(items.map(({ productId, quantity }) => [productId, quantity])),
  events: { 'OrderCreated:1': { at: now } },
});

const putOrder = (order: Order) => dynamoOrderStore(clientOf(), tables().orders).insert(order, undefined);
const putRow = (row: OrderRow, counted = contributionOf(row)) =>
  dynamoRowStore(clientOf(), tables().insights).saveCounted(
    [{ row, version: 0, expiresAt: 1_900_000_000 }],
    new Map([[TODAY, counted]]),
    () => 1_900_000_000,
  );

describe('the audit of insights', () => {
  it('finds nothing if rows and figures say what orders say, and leaves the canary out of the figures', async () => {
    const canary = placed(2, {
      items: [{ productId: CANARY_PRODUCT, name: 'Canary', quantity: 1, unitAmount: 1 }],
    });
    for (const order of [placed(1), canary]) await putOrder(order);
    await putRow(rowOf(placed(1)));
    await dynamoRowStore(clientOf(), tables().insights).save({
      row: rowOf(canary),
      version: 0,
      expiresAt: 1_900_000_000,
    });
    expect(await audit()).toEqual({ orders: 2, days: 1, wrong: [] });
  });

  it('finds a row that is missing, one that says something else, and a figure that is wrong', async () => {
    await putOrder(placed(3));
    await putOrder(placed(4));
    await putRow({ ...rowOf(placed(4)), customerId: 'bob' }, { placed: 3 });
    const { wrong } = await audit();
    expect(wrong.map(({ name }) => name).toSorted()).toEqual([idOf(3), idOf(4), `placed of ${TODAY}`]);
    expect(wrong.map(({ text }) => text).join('\n')).toContain(`placed of ${TODAY} is 4, but should be 3`);
  });

  it('finds a row that its events would not make', async () => {
    const rebuilt = rebuildRows();
    const event = { version: 1, time: now, correlationId: 'c', causationId: 'c' } as const;
    const data = { orderId: idOf(1), customerId: 'alice' };
    rebuilt.add({ ...event, id: `OrderCompleted:${idOf(1)}`, type: 'OrderCompleted', data });
    rebuilt.add({ ...event, id: 'ProductChanged:bun:1', type: 'ProductChanged', data: { productId: 'bun' } });
    const { wrong } = await auditInsights(clientOf(), tables(), { rebuilt });
    expect(wrong.map(({ name }) => name)).toContain(`rebuilt ${idOf(1)}`);
  });
});
