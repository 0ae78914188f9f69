import { describe, expect, it } from '@jest/globals';
import { adjustStock } from '../../../../functions/inventory/adjust-stock.ts';
import type { ProductStore } from '../../../../functions/inventory/domain/product.ts';
import type { StockStore } from '../../../../functions/inventory/domain/stock.ts';
import { getProduct } from '../../../../functions/inventory/get-product.ts';
import { listProducts } from '../../../../functions/inventory/list-products.ts';
import { putProduct } from '../../../../functions/inventory/put-product.ts';
import { eventsIn, type QueueMessage } from '../../../../shared/events/integration-event.ts';
import { CANARY_PRODUCT } from '../../../../shared/kernel/caller.ts';
import { adjustment, context, details, NOW, product } from '../../../support/inventory.ts';
import { memoryProductStore } from '../../../support/memory/inventory-product-store.ts';
import { memoryStockStore } from '../../../support/memory/inventory-stock-store.ts';

/** The catalogue in memory with its use cases. `wrap…` can replace methods of a store, e.g. to make them fail. */
const catalogue = (
  wrapProducts: (store: ProductStore) => ProductStore = (store) => store,
  wrapStock: (store: StockStore) => StockStore = (store) => store,
) => {
  const published: QueueMessage[] = [];
  const stored = memoryProductStore((_id, { outbox }) => {
    if (outbox !== undefined) published.push(...eventsIn(outbox));
  });
  const products = wrapProducts(stored);
  const stock = wrapStock(memoryStockStore());
  const now = () => NOW;
  const put = putProduct({ products, stock, now });
  return {
    published,
    stored,
    put: (productId: string, overrides = {}) => put(productId, details(overrides), context()),
    get: getProduct({ products, stock }),
    list: listProducts({ products, stock }),
    adjust: adjustStock({ products, stock, now, pause: async () => undefined }),
  };
};

const { at: _at, ...command } = adjustment();

describe('putting a product', () => {
  it('adds it with nothing in stock and publishes the whole entry', async () => {
    const { put, published } = catalogue();
    const { revision: _revision, ...entry } = product();
    expect(await put('bun')).toEqual({ added: true, product: { ...entry, available: 0 } });
    expect(published).toMatchObject([
      { id: 'ProductChanged:bun:1', type: 'ProductChanged', time: NOW, data: product() },
    ]);
  });

  it('without a change writes nothing and publishes nothing', async () => {
    const { put, published, stored } = catalogue();
    await put('bun');
    expect((await put('bun')).added).toBe(false);
    expect(published).toHaveLength(1);
    expect(stored.rows.get('bun')?.version).toBe(1);
  });

  it('revises an existing product and does not change its stock', async () => {
    const { put, adjust, published } = catalogue();
    await put('bun');
    await adjust(command);
    expect(await put('bun', { unitAmount: 390 })).toMatchObject({
      added: false,
      product: { unitAmount: 390, available: 10 },
    });
    expect(published[1]).toMatchObject({
      id: 'ProductChanged:bun:2',
      data: { unitAmount: 390, revision: 2 },
    });
  });

  it('revises the product if another request added it first', async () => {
    let faster = true;
    const { put, published } = catalogue((store) => ({
      ...store,
      insert: async (entry, outbox) => {
        if (faster) await store.insert(product({ name: 'Theirs' }), undefined);
        faster = false;
        return store.insert(entry, outbox);
      },
    }));
    expect(await put('bun')).toMatchObject({ added: false, product: { name: 'Cardamom bun' } });
    expect(published.map(({ id }) => id)).toEqual(['ProductChanged:bun:2']);
  });
});

describe('reading products', () => {
  it('shows an inactive product by its id, and does not list it', async () => {
    const { put, get, list } = catalogue();
    await put('bun', { active: false });
    await put('mug');
    expect(await get('bun')).toMatchObject({ productId: 'bun', active: false, available: 0 });
    expect((await list({ limit: 10 })).items.map(({ productId }) => productId)).toEqual(['mug']);
  });

  it('answers 404 for an unknown product', async () => {
    await expect(catalogue().get('bun')).rejects.toMatchObject({
      kind: 'not-found',
      code: 'product.not-found',
    });
  });

  it('shows the product of the canary by its id, and does not list it', async () => {
    const { put, get, list } = catalogue();
    await put(CANARY_PRODUCT);
    await put('mug');
    expect(await get(CANARY_PRODUCT)).toMatchObject({ productId: CANARY_PRODUCT, active: true });
    expect((await list({ limit: 10 })).items.map(({ productId }) => productId)).toEqual(['mug']);
  });

  it('lists products page by page, with their available units', async () => {
    const { put, adjust, list } = catalogue();
    for (const productId of ['cake', 'bun', 'mug']) await put(productId);
    await adjust({ ...command, productId: 'cake', change: 4 });
    const first = await list({ limit: 2 });
    expect(first.items).toMatchObject([
      { productId: 'bun', available: 0 },
      { productId: 'cake', available: 4 },
    ]);
    expect(await list({ limit: 2, after: first.next ?? '' })).toMatchObject({
      items: [{ productId: 'mug' }],
    });
  });

  it('leaves out a product that became inactive after the index was read', async () => {
    const { put, list } = catalogue((store) => ({
      ...store,
      activeIds: async () => ({ items: ['bun', 'mug'], next: 'mug' }),
    }));
    await put('bun', { active: false });
    await put('mug');
    expect(await list({ limit: 2 })).toMatchObject({ items: [{ productId: 'mug' }], next: 'mug' });
  });

  it('answers an empty list if there are no products', async () => {
    expect(await catalogue().list({ limit: 10 })).toEqual({ items: [] });
  });
});

describe('adjusting the stock', () => {
  it('adds units and answers the product', async () => {
    const { put, adjust } = catalogue();
    await put('bun');
    expect(await adjust(command)).toMatchObject({ productId: 'bun', available: 10 });
  });

  it('answers the same to a repeated request and counts its units once', async () => {
    const { put, adjust } = catalogue();
    await put('bun');
    const first = await adjust(command);
    expect(await adjust({ ...command, by: 'bob' })).toEqual(first);
  });

  it('answers 422 for a key that was used with another body, and changes nothing', async () => {
    const { put, adjust, get } = catalogue();
    await put('bun');
    await adjust(command);
    await expect(adjust({ ...command, change: 11 })).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'idempotency.key-reused',
    });
    expect((await get('bun')).available).toBe(10);
  });

  it('answers 409 if the stock would fall below zero, and changes nothing', async () => {
    const { put, adjust, get } = catalogue();
    await put('bun');
    await adjust(command);
    await expect(adjust({ ...command, adjustmentId: 'adjustment-2', change: -11 })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'stock.insufficient',
    });
    expect((await get('bun')).available).toBe(10);
  });

  it('answers 404 for a product that is not in the catalogue', async () => {
    await expect(catalogue().adjust(command)).rejects.toMatchObject({ code: 'product.not-found' });
  });

  it('waits for a running transaction, and gives up after several tries', async () => {
    let left = 2;
    const collides = (store: StockStore): StockStore => ({
      ...store,
      adjust: async (change) => {
        left -= 1;
        return left >= 0 ? 'contended' : store.adjust(change);
      },
    });
    const { put, adjust } = catalogue(undefined, collides);
    await put('bun');
    expect(await adjust(command)).toMatchObject({ available: 10 });
    left = 1_000;
    await expect(adjust({ ...command, adjustmentId: 'adjustment-2' })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
