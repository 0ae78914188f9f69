import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditTable } from '../../bench/measure/audit.ts';
import { ordersOf, PRODUCT, SALE_BEGINS } from '../../bench/measure/orders.ts';
import { steps, stepNames } from '../../bench/measure/steps.ts';
import { seededRandom } from '../../bench/random.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

// The benchmark compares methods of taking stock. The comparison is only fair if each method is correct, at least with
// a single worker that does not crash.
describe.each(stepNames)('settling orders by %s', (name) => {
  let table: ServiceTable;
  beforeAll(async () => {
    table = await createServiceTable('inventory');
  });
  afterAll(() => {
    table.close();
  });

  const build = () =>
    steps[name]({
      client: table.client,
      table: table.name,
      now: () => SALE_BEGINS,
      pause: () => Promise.resolve(),
      random: seededRandom(2),
    });

  it('reserves available units, rejects the rest, and ignores duplicates', async () => {
    const way = build();
    const orders = ordersOf(seededRandom(1), 12, 1);
    await way.stockUp(PRODUCT, 10);

    expect(await way.settle(orders.slice(0, 8))).toEqual(new Set());
    expect(await way.available(PRODUCT)).toBe(2);

    await way.settle(orders.slice(0, 8));
    expect(await way.available(PRODUCT)).toBe(2);

    await way.settle(orders.slice(6));
    const available = await way.available(PRODUCT);
    const sale = { received: 10, available, orders: orders.length };
    expect(await auditTable(table.client, table.name, sale)).toEqual({
      reservedUnits: 10,
      availableUnits: 0,
      stranded: 0,
      oversold: 0,
      undecided: 0,
      refusedThoughLeft: 0,
    });
  });
});

describe('the known errors of a method', () => {
  let table: ServiceTable;
  beforeAll(async () => {
    table = await createServiceTable('inventory');
  });
  afterAll(() => {
    table.close();
  });

  it('counter shards reject an order that they could serve together', async () => {
    const way = steps['counter-shards']({
      client: table.client,
      table: table.name,
      now: () => SALE_BEGINS,
      pause: () => Promise.resolve(),
      random: seededRandom(2),
    });
    const [order] = ordersOf(seededRandom(1), 1, 1);
    await way.stockUp(PRODUCT, 20);
    await way.settle([{ ...order!, items: [{ productId: PRODUCT, quantity: 3 }] }]);
    const audit = await auditTable(table.client, table.name, { received: 20, available: 20, orders: 1 });
    expect(audit).toMatchObject({ reservedUnits: 0, refusedThoughLeft: 1 });
  });
});
