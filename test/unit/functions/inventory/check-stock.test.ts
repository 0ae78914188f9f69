import { describe, expect, it } from '@jest/globals';
import { checkStock } from '../../../../functions/inventory/check-stock.ts';
import { tombstoneOf } from '../../../../functions/inventory/domain/reservation.ts';
import { adjustment, NOW, orderIdOf, product, reserved } from '../../../support/inventory.ts';
import { memoryProductStore } from '../../../support/memory/inventory-product-store.ts';
import { memoryReservationStore } from '../../../support/memory/inventory-reservation-store.ts';
import { memoryStockBooks } from '../../../support/memory/inventory-stock-books.ts';
import { memoryStockStore } from '../../../support/memory/inventory-stock-store.ts';

const PAGE = 2;

/**
 * A shop with 20 buns. Orders have reserved some buns, bought some and returned some. `check` and `run` check the stock
 * of buns.
 */
const shop = async () => {
  const [stock, products] = [memoryStockStore(), memoryProductStore()];
  const reservations = memoryReservationStore(stock);
  await products.insert(product({ productId: 'bun' }), undefined);
  await stock.adjust(adjustment({ adjustmentId: 'first', productId: 'bun', change: 20 }));
  await stock.adjust(adjustment({ adjustmentId: 'other', productId: 'mug', change: 20 }));
  const row = (n: number, buns: number) => {
    const lines = [
      { productId: 'bun', quantity: buns },
      { productId: 'mug', quantity: 1 },
    ];
    return reserved({ orderId: orderIdOf(n), lines });
  };
  const reserve = (n: number, buns: number) => reservations.reserve(row(n, buns), undefined);
  const { lines } = row(4, 5);
  for (const [n, buns] of [2, 3, 4, 5].entries()) await reserve(n + 1, buns);
  await reservations.commit(orderIdOf(2));
  await reservations.release(
    { status: 'RELEASED', orderId: orderIdOf(4), lines, releasedAt: NOW },
    1,
    undefined,
  );
  await reservations.insert(tombstoneOf(orderIdOf(5), NOW), undefined);
  const check = checkStock({ products, books: memoryStockBooks(stock, reservations, PAGE) });
  /** Runs a whole check. `during` runs after the check's first page. */
  const run = async (during: () => Promise<unknown> | void = () => undefined) => {
    let page = await check('bun');
    await during();
    while (page.next !== undefined) page = await check('bun', page.next);
    return page.check;
  };
  return { stock, reserve, check, run };
};

describe('a check of the stock of a product', () => {
  it('finds that the stock agrees with the reservations of all pages', async () => {
    const { run } = await shop();
    expect(await run()).toEqual({
      productId: 'bun',
      received: 20,
      available: 11,
      openBatches: 0,
      reserved: 6,
      sold: 3,
      recordsRead: 5,
      result: 'AGREES',
    });
  });

  it('says nothing before all pages are read', async () => {
    const { check } = await shop();
    const first = await check('bun');
    expect(first).toMatchObject({ check: { result: 'UNFINISHED', recordsRead: PAGE, reserved: 2, sold: 3 } });
    const second = await check('bun', first.next);
    expect(second).toMatchObject({ check: { result: 'UNFINISHED', recordsRead: 2 * PAGE, reserved: 6 } });
    expect((await check('bun', second.next)).next).toBeUndefined();
  });

  it.each([-1, 1])('finds that the stock differs by %i, if it stood still', async (units) => {
    const { stock, run } = await shop();
    stock.add('bun', units);
    expect(await run()).toMatchObject({ available: 11 + units, result: 'DIFFERS' });
  });

  it('says that the stock changed, and not that it differs, if an order came meanwhile', async () => {
    const { reserve, run } = await shop();
    // The reservation is made after the check has read its first page. The key of the reservation belongs to that page,
    // so the check does not see the reservation.
    expect(await run(() => reserve(0, 1))).toMatchObject({ available: 10, reserved: 6, result: 'CHANGED' });
    expect(await run()).toMatchObject({ reserved: 7, result: 'AGREES' });
  });

  it('does not blame units that an open batch holds', async () => {
    const { stock, run } = await shop();
    stock.settle('bun', -2, ['batch']);
    expect(await run()).toMatchObject({ available: 9, openBatches: 1, result: 'CHANGED' });
    // The batch was open when the check began. During the check, the batch is closed and its units return to the stock.
    expect(
      await run(() => {
        stock.settle('bun', 1, []);
      }),
    ).toMatchObject({ available: 10, openBatches: 0, result: 'CHANGED' });
    expect(await run()).toMatchObject({ result: 'DIFFERS' });
  });

  it('answers 404 for an unknown product', async () => {
    const { check } = await shop();
    await expect(check('cake')).rejects.toMatchObject({ code: 'product.not-found' });
  });
});
