import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Price } from '../../../../functions/orders/domain/price-list.ts';
import { placedEnvelopes } from '../../../../functions/orders/outbox.ts';
import { placeOrder, type PlaceOrderCommand } from '../../../../functions/orders/place-order/place-order.ts';
import { memoryOrderStore, type MemoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { memoryPriceList } from '../../../support/memory/orders-price-list.ts';
import { ORDER_ID, PLACED_AT, price } from '../../../support/orders.ts';

const cause = { correlationId: 'c-1', causationId: 'c-1' };
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
    orders,
    prices: memoryPriceList(...prices),
    toEnvelopes: placedEnvelopes,
    now: () => PLACED_AT,
    stockBySeconds: 600,
  });

beforeEach(() => {
  orders = memoryOrderStore();
});

describe('placing an order', () => {
  it('prices it from the shop list and publishes OrderCreated in the same write', async () => {
    const view = await placeWith(price())(command, cause);
    expect(view).toMatchObject({ status: 'PENDING', totalAmount: 2500, currency: 'EUR', paidAmount: 0 });
    const row = orders.rows.get(ORDER_ID);
    expect(row?.version).toBe(1);
    expect(row?.outbox).toEqual([
      expect.objectContaining({
        id: `OrderCreated:${ORDER_ID}:1`,
        correlationId: 'c-1',
        data: expect.objectContaining({
          orderId: ORDER_ID,
          customerId: 'alice',
          attempt: 1,
          totalAmount: 2500,
        }),
      }),
    ]);
  });

  it('answers a repetition the same, even when the product is sold no more, and places nothing new', async () => {
    const first = await placeWith(price())(command, cause);
    expect(await placeWith(price())(command, cause)).toEqual(first);
    expect(await placeWith(price({ active: false }))(command, cause)).toEqual(first);
    expect(orders.rows.get(ORDER_ID)?.version).toBe(1);
  });

  it('refuses the same key with another body', async () => {
    await placeWith(price())(command, cause);
    await expect(placeWith(price())({ ...command, fingerprint: 'f-2' }, cause)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'idempotency.key-reused',
    });
  });

  it.each([
    ['unknown', []],
    ['inactive', [price({ active: false })]],
  ])('refuses an %s product and points at its line', async (_, prices) => {
    await expect(placeWith(...prices)(command, cause)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'order.product-not-available',
      fields: [{ pointer: '/items/0/productId' }],
    });
    expect(orders.rows.size).toBe(0);
  });

  it('refuses products of several currencies', async () => {
    const place = placeWith(price(), price({ productId: 'mug', currency: 'USD' }));
    const items = [...command.items, { productId: 'mug', quantity: 1 }];
    await expect(place({ ...command, items }, cause)).rejects.toMatchObject({
      code: 'order.several-currencies',
    });
  });

  it('refuses a total beyond what can be reckoned with', async () => {
    const place = placeWith(price({ unitAmount: 900_000_000_000 }));
    await expect(place(command, cause)).rejects.toMatchObject({ code: 'order.total-too-large' });
  });
});
