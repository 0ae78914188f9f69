import { beforeEach, describe, expect, it } from '@jest/globals';
import { orderAggregate } from '../../../../functions/orders/aggregate.ts';
import type { Price } from '../../../../functions/orders/domain/ports.ts';
import { placeOrder, type PlaceOrderCommand } from '../../../../functions/orders/place-order.ts';
import { CANARY_CUSTOMER, CANARY_PRODUCT } from '../../../../shared/kernel/caller.ts';
import { KEEP_DAYS } from '../../../support/keep-days.ts';
import { memoryOrderStore, type MemoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { memoryPriceList } from '../../../support/memory/orders-price-list.ts';
import { ORDER_ID, PLACED_AT, price } from '../../../support/orders.ts';

const trace = { correlationId: 'c-1', causationId: 'c-1' };
const command: Omit<PlaceOrderCommand, 'items'> = {
  orderId: ORDER_ID,
  customerId: 'alice',
  fingerprint: 'f-1',
  repeatable: true,
};

let orders: MemoryOrderStore;
beforeEach(() => {
  orders = memoryOrderStore();
});
const placeWith = (...prices: readonly Price[]) =>
  placeOrder({
    orders: orderAggregate(orders, () => PLACED_AT, KEEP_DAYS),
    store: orders,
    prices: memoryPriceList(...prices),
    now: () => PLACED_AT,
    stockBySeconds: 600,
  });

describe('the product of the canary', () => {
  const ofCanary = price({ productId: CANARY_PRODUCT });
  const items = [{ productId: CANARY_PRODUCT, quantity: 1 }];

  it('is sold to the canary', async () => {
    const view = await placeWith(ofCanary)({ ...command, customerId: CANARY_CUSTOMER, items }, trace);
    expect(view).toMatchObject({ status: 'PENDING', customerId: CANARY_CUSTOMER });
  });

  it.each(['alice', 'partner:till-7', `${CANARY_CUSTOMER}x`])('is not sold to %s', async (customerId) => {
    await expect(placeWith(ofCanary)({ ...command, customerId, items }, trace)).rejects.toMatchObject({
      code: 'order.product-not-available',
      fields: [{ pointer: '/items/0/productId' }],
    });
    expect(orders.rows.size).toBe(0);
  });

  it('is the only one that the canary can order, so it takes nothing from customers', async () => {
    const both = [...items, { productId: 'espresso', quantity: 1 }];
    const place = placeWith(ofCanary, price());
    await expect(
      place({ ...command, customerId: CANARY_CUSTOMER, items: both }, trace),
    ).rejects.toMatchObject({
      code: 'order.product-not-available',
      fields: [{ pointer: '/items/1/productId' }],
    });
  });
});
