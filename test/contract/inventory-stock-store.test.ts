import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoStockStore } from '../../functions/inventory/adapters/dynamo-stock-store.ts';
import type { StockStore } from '../../functions/inventory/domain/stock.ts';
import { adjustment } from '../support/inventory.ts';
import { memoryStockStore } from '../support/memory/inventory-stock-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('inventory');
});
afterAll(() => table.close());

let serial = 0;

describe.each([
  ['in memory', () => memoryStockStore()],
  ['in DynamoDB', () => dynamoStockStore(table.client, table.name)],
] as const)('the stock store %s', (_, create) => {
  let stock: StockStore;
  let productId: string;

  beforeAll(() => {
    stock = create();
  });
  beforeEach(() => {
    serial += 1;
    productId = `product-${serial}`;
  });

  const adjust = (change: number, key = `adjustment-${change}-${productId}`) =>
    stock.adjust(adjustment({ adjustmentId: key, productId, change }));

  it('returns nothing for a product that was never stocked', async () => {
    expect(await stock.level(productId)).toEqual({ available: 0, received: 0 });
    expect(await stock.levels([productId])).toEqual(new Map());
  });

  it('adds and withdraws units, and counts the received units', async () => {
    expect(await adjust(10)).toEqual({ outcome: 'applied' });
    expect(await adjust(-4)).toEqual({ outcome: 'applied' });
    expect(await stock.level(productId)).toEqual({ available: 6, received: 6 });
  });

  it('applies an adjustment once and returns the first result for a repetition', async () => {
    await adjust(10, `key-${productId}`);
    expect(await adjust(7, `key-${productId}`)).toEqual({
      outcome: 'exists',
      adjustment: adjustment({ adjustmentId: `key-${productId}`, productId, change: 10 }),
    });
    expect((await stock.level(productId)).available).toBe(10);
  });

  it('returns the first result for a repetition, even if no units are left', async () => {
    await adjust(3);
    await adjust(-3, `all-${productId}`);
    expect(await adjust(-3, `all-${productId}`)).toMatchObject({ outcome: 'exists' });
  });

  it('never withdraws more than available, and a failed attempt has no effect', async () => {
    await adjust(3);
    expect(await adjust(-4, `key-${productId}`)).toEqual({ outcome: 'insufficient', available: 3 });
    expect(await stock.level(productId)).toEqual({ available: 3, received: 3 });
    await adjust(1);
    expect(await adjust(-4, `key-${productId}`)).toEqual({ outcome: 'applied' });
  });

  it('withdraws nothing of a product that was never stocked', async () => {
    expect(await adjust(-1)).toEqual({ outcome: 'insufficient', available: 0 });
    expect(await stock.levels([productId])).toEqual(new Map());
  });

  it('applies one of several concurrent copies', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => adjust(5, `key-${productId}`)));
    expect(outcomes.filter((one) => one !== 'contended' && one.outcome === 'applied')).toHaveLength(1);
    expect((await stock.level(productId)).available).toBe(5);
  });

  it('reads many levels at once and omits missing ones', async () => {
    await adjust(2);
    expect(await stock.levels([`${productId}-other`, productId])).toEqual(
      new Map([[productId, { available: 2, received: 2 }]]),
    );
  });
});
