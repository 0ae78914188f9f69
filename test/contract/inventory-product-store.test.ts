import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoProductStore } from '../../functions/inventory/adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import type { ProductStore } from '../../functions/inventory/domain/product.ts';
import { adjustment, outboxWith, product } from '../support/inventory.ts';
import { memoryProductStore } from '../support/memory/inventory-product-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const outbox = outboxWith('ProductChanged');
const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

describe.each([
  ['in memory', async () => memoryProductStore()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('inventory');
      tables.push(table);
      // Other items of the table must not appear in the catalogue.
      await dynamoStockStore(table.client, table.name).adjust(adjustment({ productId: 'b' }));
      return dynamoProductStore(table.client, table.name);
    },
  ],
] as const)('the product store %s', (_, create) => {
  let store: ProductStore;
  beforeAll(async () => {
    store = await create();
    for (const productId of ['c', 'a', 'b']) await store.insert(product({ productId }), outbox);
    await store.insert(product({ productId: 'hidden', active: false }), outbox);
  });

  let serial = 0;
  let productId: string;
  beforeEach(() => {
    serial += 1;
    productId = `z-${serial}`;
  });

  it('returns nothing for an unknown product', async () => {
    expect(await store.load(productId)).toBeUndefined();
  });

  it('returns an entry as written, with and without its optional fields', async () => {
    const full = product({ productId, description: 'Soft', imageUrl: 'https://shop.example/bun.jpg' });
    expect(await store.insert(full, outbox)).toBe('inserted');
    expect(await store.load(productId)).toEqual({ state: full, version: 1 });
    const bare = product({ productId, active: false, revision: 2 });
    expect(await store.save(bare, 1, outbox)).toBe('saved');
    expect(await store.load(productId)).toEqual({ state: bare, version: 2 });
  });

  it('inserts once, and saves only if the version is the one that was read', async () => {
    const entry = product({ productId, active: false });
    await store.insert(entry, undefined);
    expect(await store.insert({ ...entry, name: 'Another' }, undefined)).toBe('exists');
    const outcomes = await Promise.all(
      [2, 3, 4].map((revision) => store.save({ ...entry, revision }, 1, undefined)),
    );
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'saved']);
    expect((await store.load(productId))?.state.name).toBe('Cardamom bun');
  });

  it('lists active products by id, page by page', async () => {
    const first = await store.activeIds({ limit: 2 });
    expect(first).toEqual({ items: ['a', 'b'], next: 'b' });
    const rest = await store.activeIds({ limit: 10, after: 'b' });
    expect(rest.items.slice(0, 1)).toEqual(['c']);
    expect(rest.next).toBeUndefined();
    expect(rest.items).not.toContain('hidden');
  });

  it('does not list an inactive product, and lists it again when it is active', async () => {
    const ids = async () => (await store.activeIds({ limit: 100 })).items;
    const entry = product({ productId });
    await store.insert(entry, undefined);
    expect(await ids()).toContain(productId);
    await store.save({ ...entry, active: false, revision: 2 }, 1, undefined);
    expect(await ids()).not.toContain(productId);
    expect((await store.inactiveIds({ limit: 100 })).items).toContain(productId);
    await store.save({ ...entry, revision: 3 }, 2, undefined);
    expect(await ids()).toContain(productId);
    expect((await store.inactiveIds({ limit: 100 })).items).not.toContain(productId);
  });

  it('reads many entries in the requested order and omits missing ones', async () => {
    const entries = await store.loadMany(['c', 'nothing', 'hidden']);
    expect(entries).toEqual([product({ productId: 'c' }), product({ productId: 'hidden', active: false })]);
  });
});
