import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoErasureStore } from '../../functions/orders/adapters/dynamo-erasure-store.ts';
import { dynamoOrderStore } from '../../functions/orders/adapters/dynamo-order-store.ts';
import { requestedErasure, type ErasureStore } from '../../functions/orders/domain/erasure.ts';
import { memoryErasureStore } from '../support/memory/orders-erasure-store.ts';
import { pendingOrder } from '../support/orders.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('orders');
});
afterAll(() => table.close());

const at = '2026-03-01T09:00:00.000Z';
const by = { role: 'admin', adminId: 'root' } as const;

describe.each([
  ['in memory', () => memoryErasureStore()],
  ['in DynamoDB', () => dynamoErasureStore(table.client, table.name)],
] as const)('the erasure store %s', (_, create) => {
  let store: ErasureStore;
  beforeAll(() => {
    store = create();
  });

  it('inserts once, and returns what was inserted', async () => {
    const erasure = requestedErasure('alice', by, at);
    expect(await store.load(erasure.erasureId)).toBeUndefined();
    expect(await store.insert(erasure, undefined)).toBe('inserted');
    expect(await store.insert({ ...erasure, requestedAt: 'later' }, undefined)).toBe('exists');
    expect(await store.load(erasure.erasureId)).toEqual({ state: erasure, version: 1 });
  });

  it('keeps nothing of the customer when the erasure is saved as done', async () => {
    const { erasureId } = requestedErasure('bob', by, at);
    await store.insert(requestedErasure('bob', by, at), undefined);
    const done = {
      status: 'DONE',
      erasureId,
      requestedAt: at,
      by,
      doneAt: at,
    } as const;
    expect(await store.save(done, 1, undefined, 1_900_000_000)).toBe('saved');
    expect(await store.save(done, 1, undefined, 1_900_000_000)).toBe('conflict');
    expect(await store.load(erasureId)).toEqual({ state: done, version: 2 });
  });
});

describe('the index of orders', () => {
  it('does not list the erasure of a customer, and no longer lists an order that got a pseudonym', async () => {
    const orders = dynamoOrderStore(table.client, table.name);
    const order = pendingOrder({ customerId: 'carol' });
    await dynamoErasureStore(table.client, table.name).insert(requestedErasure('carol', by, at), undefined);
    await orders.insert(order, undefined);
    expect(await orders.idsOfCustomer('carol', { limit: 10 })).toEqual({ items: [order.orderId] });
    await orders.save({ ...order, customerId: 'erased-1' }, 1, undefined);
    expect(await orders.idsOfCustomer('carol', { limit: 10 })).toEqual({ items: [] });
  });
});
