import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoOrderStore } from '../../functions/orders/adapters/dynamo-order-store.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import { positionOf, type OrderStore } from '../../functions/orders/domain/order-store.ts';
import { memoryOrderStore } from '../support/memory/orders-order-store.ts';
import { orderIn, pendingOrder } from '../support/orders.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('orders');
});
afterAll(() => table.close());

const event = { id: 'E:1', type: 'OrderCreated', data: { nested: [{ deep: true }] } };
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

  it('reads nothing where nothing is', async () => {
    expect(await store.load(freshId())).toBeUndefined();
  });

  it('reads an order as it was written, as version 1', async () => {
    const order = pendingOrder({ orderId: freshId(), note: 'ring twice' });
    expect(await store.insert(order, [event])).toBe('inserted');
    expect(await store.load(order.orderId)).toEqual({ state: order, version: 1 });
  });

  it('inserts once: what was there stays', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, []);
    expect(await store.insert({ ...order, customerId: 'mallory' }, [])).toBe('exists');
    expect((await store.load(order.orderId))?.state.customerId).toBe('alice');
  });

  it.each(Object.keys(orderIn) as (keyof typeof orderIn)[])(
    'keeps everything of a %s order and leaves nothing of the state before',
    async (status) => {
      const orderId = freshId();
      const order: Order = { ...orderIn[status](), orderId };
      await store.insert(pendingOrder({ orderId }), []);
      expect(await store.save(order, 1, [event])).toBe('saved');
      expect(await store.load(orderId)).toEqual({ state: order, version: 2 });
    },
  );

  it('saves upon the version that was read alone, so that of two writers one wins', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, []);
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((fingerprint) => store.save({ ...order, fingerprint }, 1, [])),
    );
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'saved']);
    expect((await store.load(order.orderId))?.version).toBe(2);
  });

  it('does not save what was never inserted', async () => {
    const order = pendingOrder({ orderId: freshId() });
    expect(await store.save(order, 1, [])).toBe('conflict');
    expect(await store.load(order.orderId)).toBeUndefined();
  });

  it('refuses the repetition of a save that took effect', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, []);
    await store.save(order, 1, []);
    expect(await store.save(order, 1, [])).toBe('conflict');
  });

  it('hands out copies: nobody changes an order by changing what was read', async () => {
    const order = pendingOrder({ orderId: freshId() });
    await store.insert(order, []);
    const read = await store.load(order.orderId);
    Object.assign(read?.state ?? {}, { totalAmount: 1 });
    expect((await store.load(order.orderId))?.state.totalAmount).toBe(2500);
  });

  it('lists the ids of a customer newest first, page by page', async () => {
    const customerId = `customer-${freshId()}`;
    const ids = [freshId(), freshId(), freshId()];
    for (const [n, orderId] of ids.entries()) {
      await store.insert(pendingOrder({ orderId, customerId, createdAt: `2026-03-01T09:00:0${n}.000Z` }), []);
    }
    const first = await store.idsOfCustomer(customerId, { limit: 2 });
    expect(first.items).toEqual([ids[2], ids[1]]);
    const second = await store.idsOfCustomer(customerId, { limit: 2, after: first.next ?? '' });
    expect(second).toEqual({ items: [ids[0]] });
    expect(await store.idsOfCustomer('nobody', { limit: 2 })).toEqual({ items: [] });
  });

  it('goes on after any order, not only after the last of a page', async () => {
    const customerId = `customer-${freshId()}`;
    // Two of the same millisecond: the id decides.
    const placed = [freshId(), freshId(), freshId()].toSorted().map((orderId, n) => ({
      orderId,
      createdAt: `2026-03-01T09:00:0${Math.min(n, 1)}.000Z`,
    }));
    for (const order of placed) await store.insert(pendingOrder({ ...order, customerId }), []);
    const after = async (n: number) =>
      (await store.idsOfCustomer(customerId, { limit: 5, after: positionOf(placed[n]!) })).items;
    expect([await after(2), await after(1), await after(0)]).toEqual([
      [placed[1]?.orderId, placed[0]?.orderId],
      [placed[0]?.orderId],
      [],
    ]);
  });

  it('tells which orders a customer placed of late, newest first and no more than asked for', async () => {
    const customerId = `customer-${freshId()}`;
    const ids = [freshId(), freshId(), freshId()];
    for (const [n, orderId] of ids.entries()) {
      await store.insert(pendingOrder({ orderId, customerId, createdAt: `2026-03-01T09:00:0${n}.000Z` }), []);
    }
    await store.insert(pendingOrder({ orderId: freshId(), createdAt: '2026-03-01T09:00:02.000Z' }), []);
    const since = (time: string, limit = 100) =>
      store.idsPlacedSince(customerId, `2026-03-01T09:00:${time}Z`, limit);
    expect(await since('00.001')).toEqual([ids[2], ids[1]]);
    expect(await since('01.000')).toEqual([ids[2], ids[1]]);
    expect(await since('00.000', 2)).toEqual([ids[2], ids[1]]);
    expect(await since('02.001')).toEqual([]);
  });

  it('reads many orders in the order asked for and leaves out what is not there', async () => {
    const [a, b] = [pendingOrder({ orderId: freshId() }), pendingOrder({ orderId: freshId() })];
    await store.insert(a, []);
    await store.insert(b, [event]);
    expect(await store.loadMany([b.orderId, freshId(), a.orderId])).toEqual([b, a]);
  });
});
