import { beforeEach, describe, expect, it } from '@jest/globals';
import { orderAggregate } from '../../../../functions/orders/aggregate.ts';
import type { Order } from '../../../../functions/orders/domain/order.ts';
import type { Price } from '../../../../functions/orders/domain/ports.ts';
import { RECENT_ORDERS, type UnpaidLimit } from '../../../../functions/orders/domain/place.ts';
import { placeOrder, type PlaceOrderCommand } from '../../../../functions/orders/place-order.ts';
import { memoryOrderStore, type MemoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { memoryPriceList } from '../../../support/memory/orders-price-list.ts';
import { ORDER_ID, orderIn, pendingOrder, PLACED_AT, price } from '../../../support/orders.ts';
import { KEEP_DAYS } from '../../../support/keep-days.ts';

const trace = { correlationId: 'c-1', causationId: 'c-1' };
const command: PlaceOrderCommand = {
  orderId: ORDER_ID,
  customerId: 'alice',
  items: [{ productId: 'espresso', quantity: 2 }],
  fingerprint: 'f-1',
  repeatable: true,
};

let orders: MemoryOrderStore;
const placeWith = (...prices: readonly Price[]) =>
  placeOrder({
    orders: orderAggregate(orders, () => PLACED_AT, KEEP_DAYS),
    store: orders,
    prices: memoryPriceList(...prices),
    now: () => PLACED_AT,
    stockBySeconds: 600,
  });

beforeEach(() => {
  orders = memoryOrderStore();
});

describe('placing an order', () => {
  it('prices it from the shop list and publishes OrderCreated in the same write', async () => {
    const view = await placeWith(price())(command, trace);
    expect(view).toMatchObject({ status: 'PENDING', totalAmount: 2500, currency: 'EUR', paidAmount: 0 });
    const row = orders.rows.get(ORDER_ID);
    expect(row?.version).toBe(1);
    const data = { orderId: ORDER_ID, customerId: 'alice', attempt: 1, totalAmount: 2500 };
    expect(row?.outbox).toEqual({
      at: PLACED_AT,
      ...trace,
      events: [
        {
          type: 'OrderCreated',
          id: `OrderCreated:${ORDER_ID}:1`,
          data: expect.objectContaining(data),
        },
      ],
    });
  });

  it('gives a repeated request the same answer, even if the product is no longer sold', async () => {
    const first = await placeWith(price())(command, trace);
    expect(await placeWith(price())(command, trace)).toEqual(first);
    expect(await placeWith(price({ active: false }))(command, trace)).toEqual(first);
    expect(orders.rows.get(ORDER_ID)?.version).toBe(1);
  });

  it('finds the order that the key gave under an earlier id, and places no other one', async () => {
    const first = await placeWith(price())(command, trace);
    const nextTerm = {
      ...command,
      orderId: '0195f0a0-0000-7000-8000-000000000002',
      earlierOrderId: ORDER_ID,
    };
    expect(await placeWith(price())(nextTerm, trace)).toEqual(first);
    expect([...orders.rows.keys()]).toEqual([ORDER_ID]);
    await expect(placeWith(price())({ ...nextTerm, fingerprint: 'f-2' }, trace)).rejects.toMatchObject({
      code: 'idempotency.key-reused',
    });
  });

  it('places a new order if the one of the earlier id is gone', async () => {
    const orderId = '0195f0a0-0000-7000-8000-000000000002';
    const view = await placeWith(price())({ ...command, orderId, earlierOrderId: ORDER_ID }, trace);
    expect(view.orderId).toBe(orderId);
    expect([...orders.rows.keys()]).toEqual([orderId]);
  });

  it('refuses the same key with another body', async () => {
    await placeWith(price())(command, trace);
    await expect(placeWith(price())({ ...command, fingerprint: 'f-2' }, trace)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'idempotency.key-reused',
    });
  });

  it.each([
    ['unknown', []],
    ['inactive', [price({ active: false })]],
  ])('refuses an %s product and points at its line', async (_, prices) => {
    await expect(placeWith(...prices)(command, trace)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'order.product-not-available',
      fields: [{ pointer: '/items/0/productId' }],
    });
    expect(orders.rows.size).toBe(0);
  });

  it('refuses products of several currencies', async () => {
    const place = placeWith(price(), price({ productId: 'mug', currency: 'USD' }));
    const items = [...command.items, { productId: 'mug', quantity: 1 }];
    await expect(place({ ...command, items }, trace)).rejects.toMatchObject({
      code: 'order.several-currencies',
    });
  });

  // The order in this test is for two units.
  it.each([
    ['EUR', 24, 'total-too-small', 'must be at least €0.50'],
    ['JPY', 24, 'total-too-small', 'must be at least ¥50'],
    ['HUF', 8749, 'total-too-small', 'must be at least HUF\u{a0}175.00'],
    ['EUR', 500_000_000_000, 'total-too-large', 'must be at most €9,999,999,999.99'],
    ['UGX', 5_000_000_000, 'total-too-large', 'must be at most UGX\u{a0}9,999,999,999'],
    ['KWD', 1001, 'total-not-payable', 'must be a multiple of KWD\u{a0}0.010'],
    ['MGA', 1025, 'total-not-payable', 'must be a multiple of MGA\u{a0}1.00'],
    ['HRK', 1000, 'currency-not-accepted', 'Payments in HRK are not possible'],
    ['XDR', 1000, 'currency-not-accepted', 'Payments in XDR are not possible'],
  ])(
    'refuses a total in %s of two times %d, which cannot be paid: %s',
    async (currency, unitAmount, reason, text) => {
      const refused = placeWith(price({ unitAmount, currency }))(command, trace);
      await expect(refused).rejects.toMatchObject({
        kind: 'unprocessable',
        code: `order.${reason}`,
        message: expect.stringContaining(text) as unknown,
      });
      expect(orders.rows.size).toBe(0);
    },
  );

  it.each([
    ['EUR', 25],
    ['HUF', 8750],
    ['EUR', 499_999_999_999],
    ['UGX', 4_999_999_999],
    ['KWD', 1005],
    ['MGA', 1050],
  ])('accepts the smallest and the largest total in %s: two times %d', async (currency, unitAmount) => {
    const order = await placeWith(price({ unitAmount, currency }))(command, trace);
    expect(order).toMatchObject({ totalAmount: 2 * unitAmount, currency });
  });
});

describe('a customer with unpaid orders', () => {
  const idOf = (n: number) => `0195f0a0-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`;
  const limit: UnpaidLimit = { maxOrders: 3, withinSeconds: 3600 };
  const now = () => '2026-03-01T09:30:00.000Z';
  let read: string[];

  /** Alice places another order at 09:30. */
  const placeNext = (orderId: string, { repeatable = true, isLimited = true } = {}) =>
    placeOrder({
      orders: orderAggregate(orders, now, KEEP_DAYS),
      store: {
        idsPlacedSince: (...inputs) => (read.push('ids'), orders.idsPlacedSince(...inputs)),
        loadMany: (...inputs) => (read.push('orders'), orders.loadMany(...inputs)),
      },
      prices: memoryPriceList(price()),
      now,
      stockBySeconds: 600,
      ...(isLimited ? { unpaidLimit: limit } : {}),
    })({ ...command, orderId, repeatable }, trace);
  const has = async (n: number, order: Order, createdAt = `2026-03-01T09:0${n}:00.000Z`) => {
    const identity = { orderId: idOf(n), createdAt, fingerprint: command.fingerprint };
    await orders.insert(pendingOrder(identity), undefined);
    await orders.save({ ...order, ...identity }, 1, undefined);
  };
  const refused = { kind: 'too-many', code: 'order.too-many-unpaid' };

  beforeEach(() => {
    read = [];
  });

  it('can place as many as the limit says, and then none', async () => {
    for (const n of [1, 2, 3]) await placeNext(idOf(n));
    await expect(placeNext(idOf(4))).rejects.toMatchObject(refused);
    await expect(placeNext(idOf(5), { repeatable: false })).rejects.toMatchObject(refused);
    expect(orders.rows.size).toBe(3);
  });

  it('is told to pay or cancel, and when the limit allows another order even without that', async () => {
    await has(1, orderIn.PENDING());
    for (const n of [2, 3, 4]) await has(n, orderIn.AWAITING_PAYMENT());
    // Alice has four unpaid orders. To place a new one, she may have at most two. An order counts for an hour after its
    // placement. So at 10:02 the orders of 09:01 and 09:02 no longer count, even if they are still unpaid.
    const refusal = await placeNext(idOf(5)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ ...refused, retryAfter: 1920 });
    expect((refusal as Error).message).toMatch(/pay or cancel/);
  });

  it.each(['PAID', 'COMPLETED', 'CANCELLED', 'EXPIRED', 'REJECTED'] as const)(
    'is not held up by an order that is %s',
    async (status) => {
      await has(1, orderIn.PENDING());
      await has(2, orderIn[status]());
      await has(3, orderIn.AWAITING_PAYMENT());
      expect(await placeNext(idOf(4))).toMatchObject({ status: 'PENDING' });
    },
  );

  it('gets no room from newer orders that were cancelled', async () => {
    for (const n of [1, 2, 3]) await has(n, orderIn.AWAITING_PAYMENT());
    for (const n of [4, 5, 6, 7]) await has(n, orderIn.CANCELLED());
    await expect(placeNext(idOf(8))).rejects.toMatchObject(refused);
  });

  it('gets no room by placing so many newer orders that the check does not reach the unpaid ones', async () => {
    for (const n of [1, 2]) await has(n, orderIn.AWAITING_PAYMENT());
    for (let n = 0; n < RECENT_ORDERS; n += 1) {
      const orderId = `0195f0a0-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`;
      const identity = { orderId, createdAt: '2026-03-01T09:20:00.000Z', fingerprint: command.fingerprint };
      await orders.insert(pendingOrder(identity), undefined);
      await orders.save({ ...orderIn.CANCELLED(), ...identity }, 1, undefined);
    }
    // The orders of 09:20 count until 10:20, because an order counts for an hour after its placement.
    const refusal = await placeNext(idOf(3)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ ...refused, retryAfter: 3000 });
    expect((refusal as Error).message).toBe('You have placed 100 orders in a short time; try again later');
  });

  it('is not limited by old orders or by orders of other customers', async () => {
    for (const n of [1, 2]) await has(n, orderIn.AWAITING_PAYMENT());
    await has(3, orderIn.AWAITING_PAYMENT(), '2026-03-01T08:29:59.999Z');
    await orders.insert(pendingOrder({ orderId: idOf(4), customerId: 'bob' }), undefined);
    expect(await placeNext(idOf(5))).toMatchObject({ status: 'PENDING' });
  });

  it('is answered the first answer again when the request is a repetition', async () => {
    const first = await placeNext(idOf(1));
    for (const n of [2, 3]) await placeNext(idOf(n));
    expect(await placeNext(idOf(1))).toEqual(first);
  });

  it('is looked up by ids alone below the limit, and not at all where there is none', async () => {
    await placeNext(idOf(1), { isLimited: false });
    expect(read).toEqual([]);
    for (const n of [2, 3]) await placeNext(idOf(n));
    expect(read).toEqual(['ids', 'ids']);
    await placeNext(idOf(4)).catch(() => undefined);
    expect(read).toEqual(['ids', 'ids', 'ids', 'orders']);
  });
});
