import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoPriceList } from '../../functions/orders/adapters/dynamo-price-list.ts';
import type { PriceList } from '../../functions/orders/domain/ports.ts';
import { memoryPriceList } from '../support/memory/orders-price-list.ts';
import { price } from '../support/orders.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  table = await createServiceTable('orders');
});
afterAll(() => table.close());

describe.each([
  ['in memory', () => memoryPriceList()],
  ['in DynamoDB', () => dynamoPriceList(table.client, table.name)],
] as const)('the price list %s', (_, create) => {
  let prices: PriceList;
  beforeAll(() => {
    prices = create();
  });

  it('returns only recorded prices', async () => {
    expect(await prices.record(price({ productId: 'a' }))).toBe('recorded');
    const found = await prices.find(['a', 'b']);
    expect([...found]).toEqual([['a', price({ productId: 'a' })]]);
  });

  it('keeps the newest revision, in whatever order they arrive', async () => {
    await prices.record(price({ productId: 'c', revision: 3, unitAmount: 300 }));
    expect(await prices.record(price({ productId: 'c', revision: 2, unitAmount: 200 }))).toBe('outdated');
    expect(await prices.record(price({ productId: 'c', revision: 3, unitAmount: 999 }))).toBe('outdated');
    expect((await prices.find(['c'])).get('c')?.unitAmount).toBe(300);
    expect(await prices.record(price({ productId: 'c', revision: 4, unitAmount: 400 }))).toBe('recorded');
    expect((await prices.find(['c'])).get('c')?.unitAmount).toBe(400);
  });
});
