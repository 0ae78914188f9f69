import { describe, expect, it } from '@jest/globals';
import { putProduct } from '../../../../functions/inventory/put-product.ts';
import { eventSchemas } from '../../../../shared/events/catalog.ts';
import { CANARY_PRODUCT } from '../../../../shared/kernel/caller.ts';
import { eventsIn, type QueueMessage } from '../../../../shared/events/integration-event.ts';
import {
  ASKED_AT,
  context,
  details,
  inventory,
  NOW,
  ORDER_ID,
  orderCreated,
  product,
} from '../../../support/inventory.ts';
import { memoryProductStore } from '../../../support/memory/inventory-product-store.ts';
import { memoryStockStore } from '../../../support/memory/inventory-stock-store.ts';

const wanted = {
  'one product': [{ productId: 'bun', quantity: 3 }],
  'several products': [
    { productId: 'bun', quantity: 3 },
    { productId: 'mug', quantity: 1 },
  ],
};
const trace = { correlationId: 'correlation-1', causationId: 'message-1' };

describe('what inventory publishes', () => {
  it.each(Object.entries(wanted))('StockReserved of %s has all of its data', async (_, lines) => {
    const { react, published } = inventory({ bun: 5, mug: 1 });
    await react.OrderCreated(orderCreated(lines), context());
    const data = { orderId: ORDER_ID, requestedAt: ASKED_AT };
    expect(published).toEqual([
      { id: `StockReserved:${ORDER_ID}`, type: 'StockReserved', version: 1, time: NOW, ...trace, data },
    ]);
    expect(eventSchemas.StockReserved.parse(data)).toEqual(data);
  });

  it('StockReserved says that an order is one of the canary', async () => {
    const { react, published } = inventory({ [CANARY_PRODUCT]: 5 });
    await react.OrderCreated(orderCreated([{ productId: CANARY_PRODUCT, quantity: 1 }]), context());
    const data = { orderId: ORDER_ID, requestedAt: ASKED_AT, canary: true };
    expect(published).toEqual([expect.objectContaining({ type: 'StockReserved', data })]);
    expect(eventSchemas.StockReserved.parse(data)).toEqual(data);
  });

  it.each(Object.entries(wanted))('StockReservationFailed of %s has all of its data', async (_, lines) => {
    const { react, published } = inventory({ bun: 2, mug: 1 });
    await react.OrderCreated(orderCreated(lines), context());
    const shortages = [{ productId: 'bun', requested: 3, available: 2 }];
    const data = { orderId: ORDER_ID, reason: 'insufficient-stock', shortages };
    const id = `StockReservationFailed:${ORDER_ID}`;
    expect(published).toEqual([
      { id, type: 'StockReservationFailed', version: 1, time: NOW, ...trace, data },
    ]);
    expect(eventSchemas.StockReservationFailed.parse(data)).toEqual(data);
  });

  it('ProductChanged has the whole entry, and its id has the revision', async () => {
    const published: QueueMessage[] = [];
    const products = memoryProductStore((_id, { outbox }) => {
      if (outbox !== undefined) published.push(...eventsIn(outbox));
    });
    const put = putProduct({ products, stock: memoryStockStore(), now: () => NOW });
    const words = { description: 'Baked today', imageUrl: 'https://shop.test/bun.jpg' };
    await put('bun', details(words), context());
    await put('bun', details({ ...words, active: false }), context());
    const data = [product(words), product({ ...words, active: false, revision: 2 })];
    expect(published).toEqual(
      data.map((entry, n) => ({
        id: `ProductChanged:bun:${n + 1}`,
        type: 'ProductChanged',
        version: 1,
        time: NOW,
        ...trace,
        data: entry,
      })),
    );
    for (const entry of data) expect(eventSchemas.ProductChanged.parse(entry)).toEqual(entry);
  });
});
