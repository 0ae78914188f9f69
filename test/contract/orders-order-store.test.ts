import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoOrderStore } from '../../functions/orders/adapters/dynamo-order-store.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import { positionInList, type OrderStore } from '../../functions/orders/domain/ports.ts';
import type { Outbox } from '../../shared/kernel/messages.ts';
import { memoryOrderStore } from '../support/memory/orders-order-store.ts';
import { orderIn, pendingOrder } from '../support/orders.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('orders');
});
afterAll(() => table.close());

const outbox: Outbox = {
  at: '2026-03-01T09:00:00.000Z',
  correlationId: 'request-1',
  causationId: 'request-1',
  events: [{ id: 'E:1', type: 'OrderCreated', data: { nested: [{ deep: true }] } }],
};
let serial = 0;
const freshId = (): string => {
  serial += 1;
  return `0195f0a0-0000-7000-8000-${String(serial).padStart(12, '0')}`;
};

describe.each([
  ['in memory', () => memoryOrderStore()],
  ['in DynamoDB', () => dynamoOrderStore(table.client, table.name)],
] as const)('the order store %s', (_, create) => {
  let store: OrderStore;
  beforeAll(() => {
    store = create();
  });

  it('returns nothing for an unknown order', async () => {
    expect(await store.load(freshId())).toBeUndefined();
  });

  it('returns an order as written, as version 1', async () => {
    const order = pendingOrder({ orderId: freshId(), note: 'ring twice' });
    expect(await store.insert(order, outbox)).toBe('inserted');
    expect(await store.load(order.orderId)).toEqual({ state: order, version: 1 });
  });

  it('inserts once and keeps an existing order', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, undefined);
    expect(await store.insert({ ...order, customerId: 'mallory' }, undefined)).toBe('exists');
    expect((await store.load(order.orderId))?.state.customerId).toBe('alice');
  });

  it.each(Object.keys(orderIn) as (keyof typeof orderIn)[])(
    'stores every field of a %s order and nothing of the previous state',
    async (status) => {
      const orderId = freshId();
      const order: Order = { ...orderIn[status](), orderId };
      await store.insert(pendingOrder({ orderId }), undefined);
      expect(await store.save(order, 1, outbox)).toBe('saved');
      expect(await store.load(orderId)).toEqual({ state: order, version: 2 });
    },
  );

  it('saves only if the version is the one that was read, so one of two writers wins', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, undefined);
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((fingerprint) => store.save({ ...order, fingerprint }, 1, undefined)),
    );
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'saved']);
    expect((await store.load(order.orderId))?.version).toBe(2);
  });

  it('does not save an order that was never inserted', async () => {
    const order = pendingOrder({ orderId: freshId() });
    expect(await store.save(order, 1, undefined)).toBe('conflict');
    expect(await store.load(order.orderId)).toBeUndefined();
  });

  it('rejects the repetition of a successful save', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, undefined);
    await store.save(order, 1, undefined);
    expect(await store.save(order, 1, undefined)).toBe('conflict');
  });

  it('returns copies, so callers cannot change what is stored', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, undefined);
    const read = await store.load(order.orderId);
    Object.assign(read?.state ?? {}, { totalAmount: 1 });
    expect((await store.load(order.orderId))?.state.totalAmount).toBe(2500);
  });

  it('lists the order ids of a customer newest first, page by page', async () => {
    const customerId = `customer-${freshId()}`;
    const ids = [freshId(), freshId(), freshId()];
    for (const [n, orderId] of ids.entries()) {
      await store.insert(
        pendingOrder({ orderId, customerId, createdAt: `2026-03-01T09:00:0${n}.000Z` }),
        undefined,
      );
    }
    const first = await store.idsOfCustomer(customerId, { limit: 2 });
    expect(first.items).toEqual([ids[2], ids[1]]);
    const second = await store.idsOfCustomer(customerId, { limit: 2, after: first.next ?? '' });
    expect(second).toEqual({ items: [ids[0]] });
    expect(await store.idsOfCustomer('nobody', { limit: 2 })).toEqual({ items: [] });
  });

  it('continues after any order, not only after the last of a page', async () => {
    const customerId = `customer-${freshId()}`;
    // Two of the orders are placed in the same millisecond.
    const placed = [freshId(), freshId(), freshId()].map((orderId, n) => ({
      orderId,
      createdAt: `2026-03-01T09:00:0${Math.min(n, 1)}.000Z`,
    }));
    for (const order of placed) await store.insert(pendingOrder({ ...order, customerId }), undefined);
    const list = async (page: { readonly after?: string }) =>
      (await store.idsOfCustomer(customerId, { limit: 5, ...page })).items;
    const all = await list({});
    expect(all.slice(0, 2).toSorted()).toEqual([placed[1]!.orderId, placed[2]!.orderId].toSorted());
    expect(all.slice(2)).toEqual([placed[0]!.orderId]);
    for (const order of placed) {
      const after = await list({ after: positionInList(order) });
      expect(after).toEqual(all.slice(all.indexOf(order.orderId) + 1));
    }
  });

  it('lists a customer’s recent orders, newest first, up to the requested number', async () => {
    const customerId = `customer-${freshId()}`;
    const ids = [freshId(), freshId(), freshId()];
    for (const [n, orderId] of ids.entries()) {
      await store.insert(
        pendingOrder({ orderId, customerId, createdAt: `2026-03-01T09:00:0${n}.000Z` }),
        undefined,
      );
    }
    await store.insert(
      pendingOrder({ orderId: freshId(), createdAt: '2026-03-01T09:00:02.000Z' }),
      undefined,
    );
    const since = (time: string, limit = 100) =>
      store.idsPlacedSince(customerId, `2026-03-01T09:00:${time}Z`, limit);
    expect(await since('00.001')).toEqual([ids[2], ids[1]]);
    expect(await since('01.000')).toEqual([ids[2], ids[1]]);
    expect(await since('00.000', 2)).toEqual([ids[2], ids[1]]);
    expect(await since('02.001')).toEqual([]);
  });

  it('reads many orders in the requested order and omits missing ones', async () => {
    const [a, b] = [pendingOrder({ orderId: freshId() }), pendingOrder({ orderId: freshId() })];
    await store.insert(a, undefined);
    await store.insert(b, outbox);
    expect(await store.loadMany([b.orderId, freshId(), a.orderId])).toEqual([b, a]);
  });
});
