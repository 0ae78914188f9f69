import { beforeEach, describe, expect, it } from '@jest/globals';
import { cancelOrder } from '../../../../functions/orders/cancel-order.ts';
import { orderAggregate } from '../../../../functions/orders/aggregate.ts';
import type { Order } from '../../../../functions/orders/domain/order.ts';
import { getOrder } from '../../../../functions/orders/get-order.ts';
import { listOrders } from '../../../../functions/orders/list-orders.ts';
import type { Caller } from '../../../../shared/kernel/caller.ts';
import { memoryOrderStore, type MemoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { ORDER_ID, orderIn, pendingOrder } from '../../../support/orders.ts';
import { KEEP_DAYS } from '../../../support/keep-days.ts';

const alice: Caller = { id: 'alice', roles: ['customer'] };
const mallory: Caller = { id: 'mallory', roles: ['customer'] };
const staff: Caller = { id: 'sam', roles: ['staff'] };
const trace = { correlationId: 'c', causationId: 'c' };
let orders: MemoryOrderStore;

const put = async (order: Order) => {
  await orders.insert(pendingOrder({ orderId: order.orderId, createdAt: order.createdAt }), undefined);
  await orders.save(order, 1, undefined);
};

beforeEach(() => {
  orders = memoryOrderStore();
});

describe('looking at an order', () => {
  it('is for its owner and for staff; to others it does not exist', async () => {
    await put(orderIn.PAID());
    const get = getOrder({ orders });
    expect(await get(alice, ORDER_ID)).toMatchObject({ status: 'PAID' });
    expect(await get(staff, ORDER_ID)).toMatchObject({ status: 'PAID' });
    await expect(get(mallory, ORDER_ID)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('cancelling over HTTP', () => {
  const cancelAs = (caller: Caller) =>
    cancelOrder({
      orders: orderAggregate(orders, () => '2026-03-01T10:00:00.000Z', KEEP_DAYS),
    })(caller, ORDER_ID, 'changed my mind', trace);

  it('answers a stranger as if there were no such order, and changes nothing', async () => {
    await put(orderIn.AWAITING_PAYMENT());
    await expect(cancelAs(mallory)).rejects.toMatchObject({ kind: 'not-found' });
    expect(orders.rows.get(ORDER_ID)?.version).toBe(2);
  });

  it.each([
    ['customer', alice],
    ['staff', staff],
  ])('by %s shows the words said about it to staff alone, and a stable cause to all', async (by, caller) => {
    await put(orderIn.AWAITING_PAYMENT());
    await cancelAs(caller);
    const [seenByOwner, seenByStaff] = await Promise.all([
      getOrder({ orders })(alice, ORDER_ID),
      getOrder({ orders })(staff, ORDER_ID),
    ]);
    expect(seenByOwner.history.at(-1)).toMatchObject({ status: 'CANCELLED', cause: `cancelled-by-${by}` });
    const listed = await listOrders({ orders })('alice', { limit: 1 });
    const repeated = await cancelAs(alice);
    expect(JSON.stringify([seenByOwner, listed, repeated])).not.toContain('changed my mind');
    expect(seenByStaff).toEqual({ ...seenByOwner, remark: 'changed my mind' });
    expect(await cancelAs(staff)).toEqual(seenByStaff);
  });

  it('keeps the words said about it out of the event', async () => {
    await put(orderIn.AWAITING_PAYMENT());
    await cancelAs(alice);
    const [event] = orders.rows.get(ORDER_ID)?.outbox?.events ?? [];
    expect(event?.data).toMatchObject({ by: 'customer', cause: 'cancelled-by-customer' });
    expect(JSON.stringify(event)).not.toContain('changed my mind');
  });

  it('is a conflict once it is too late', async () => {
    await put(orderIn.COMPLETED());
    await expect(cancelAs(alice)).rejects.toMatchObject({ kind: 'conflict', code: 'order.not-cancellable' });
  });
});

describe('listing orders', () => {
  const idOf = (n: number) => `0195f0a0-0000-7000-8000-00000000000${n}`;
  const at = (n: number) => `2026-03-01T09:00:0${n}.000Z`;

  beforeEach(async () => {
    for (let n = 1; n <= 5; n += 1) {
      const status = n % 2 === 0 ? orderIn.PAID() : orderIn.CANCELLED();
      await put({ ...status, orderId: idOf(n), createdAt: at(n) });
    }
  });

  it('shows the newest first, page by page, each once', async () => {
    const list = listOrders({ orders });
    const first = await list('alice', { limit: 2 });
    const second = await list('alice', { limit: 2, after: first.next ?? '' });
    const third = await list('alice', { limit: 2, after: second.next ?? '' });
    const pages = [first, second, third].map(({ items }) => items.map(({ orderId }) => orderId));
    expect(pages).toEqual([[idOf(5), idOf(4)], [idOf(3), idOf(2)], [idOf(1)]]);
    expect(third.next).toBeUndefined();
  });

  it('fills a page with orders of the wanted status', async () => {
    const { items } = await listOrders({ orders })('alice', { limit: 2 }, 'PAID');
    expect(items.map(({ orderId }) => orderId)).toEqual([idOf(4), idOf(2)]);
  });

  describe('of a rare status', () => {
    /** Stores `total` orders. Every `every`-th order is PAID, all others are CANCELLED. */
    const history = async (total: number, every: number) => {
      orders = memoryOrderStore();
      const start = Date.parse('2026-01-01T00:00:00.000Z');
      for (let n = 0; n < total; n += 1) {
        const order = n % every === 0 ? orderIn.PAID() : orderIn.CANCELLED();
        const orderId = `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
        await put({ ...order, orderId, createdAt: new Date(start + n * 1000).toISOString() });
      }
    };
    const paid = () =>
      [...orders.rows.values()]
        .filter(({ state }) => state.status === 'PAID')
        .map(({ state }) => state.orderId)
        .toReversed();
    const pages = async (limit: number) => {
      const list = listOrders({ orders });
      const all: string[][] = [];
      let after: string | undefined;
      do {
        const page = await list('alice', { limit, ...(after === undefined ? {} : { after }) }, 'PAID');
        all.push(page.items.map(({ orderId }) => orderId));
        after = page.next;
      } while (after !== undefined);
      return all;
    };

    it.each([
      [1, 7],
      [3, 7],
      [20, 7],
      [100, 7],
      [2, 50],
      [1, 1],
    ])('fills each page of %i but the last, one order in %i, and shows each once', async (limit, every) => {
      await history(300, every);
      const shown = await pages(limit);
      expect(shown.flat()).toEqual(paid());
      expect(shown.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    });

    it('reads a limited number of orders: a page may be empty and have a next page that is not', async () => {
      await history(620, 1000);
      expect(await pages(10)).toEqual([[], paid()]);
    });
  });

  it('shows nobody the orders of other customers', async () => {
    expect(await listOrders({ orders })('mallory', { limit: 10 })).toEqual({ items: [] });
  });
});
