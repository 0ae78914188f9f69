import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_ROWS_READ, type RowFilter, type RowStore } from '../../functions/insights/domain/row-store.ts';
import { pickupCode } from '../../shared/kernel/pickup-code.ts';
import { inParallel } from '../support/in-parallel.ts';
import { DAY, expiresAt, idOf, paid, rowOf, rowStores } from '../support/insights-rows.ts';

const { implementations, close } = rowStores();
afterAll(close);

describe.each(implementations)('lists of the row store %s', (_where, create) => {
  let rows: RowStore;
  beforeAll(async () => {
    rows = await create();
    for (let n = 0; n < 20; n += 1) {
      const events = n % 5 === 0 ? { events: paid } : {};
      // The amount of order 4 is not known yet.
      const total = n === 4 ? {} : { totalAmount: n * 100, currency: n < 10 ? 'EUR' : 'JPY' };
      await rows.save({ row: rowOf(n, { ...events, ...total }), version: 0, expiresAt });
    }
    const later = { placedAt: '2026-03-02T00:00:00.000Z', correlationId: 'request-3' };
    await rows.save({ row: rowOf(20, later), version: 0, expiresAt });
  });

  const numbersOf = async (filter: RowFilter, limit: number): Promise<readonly (readonly number[])[]> => {
    const pages: (readonly number[])[] = [];
    let after: string | undefined;
    do {
      const page = await rows.list({ ...filter, limit, ...(after === undefined ? {} : { after }) });
      pages.push(page.items.map(({ orderId }) => Number(orderId.slice(-12))));
      after = page.next;
    } while (after !== undefined);
    return pages;
  };
  const downFrom = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, n) => most - n);

  it.each([1, 2, 3, 7, 21, 100])('are newest first, in full pages of %i', async (limit) => {
    const pages = await numbersOf({}, limit);
    expect(pages.flat()).toEqual(downFrom(20));
    expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
  });

  it.each<readonly [string, RowFilter, readonly number[]]>([
    ['of a day', { day: DAY }, downFrom(19)],
    ['of a day without orders', { day: '2026-02-28' }, []],
    ['of a customer', { customerId: 'odd' }, downFrom(19).filter((n) => n % 2 === 1)],
    ['of a customer and a day', { customerId: 'even', day: '2026-03-02' }, [20]],
    ['of a status', { status: 'PAID' }, [15, 10, 5, 0]],
    ['of a status and a customer', { status: 'PAID', customerId: 'even' }, [10, 0]],
    ['of a correlation id', { correlationId: 'request-3' }, [20, 3]],
    ['of a correlation id and a day', { correlationId: 'request-3', day: DAY }, [3]],
    ['of the end of an id', { code: { kind: 'end-of-id', text: idOf(13).slice(-8) } }, [13]],
    ['of a pickup code', { code: { kind: 'pickup', text: pickupCode(idOf(7)) } }, [7]],
    ['of a pickup code and a day', { code: { kind: 'pickup', text: pickupCode(idOf(20), 6) }, day: DAY }, []],
    ['of an unknown customer', { customerId: 'nobody' }, []],
    ['of a currency', { currency: 'EUR' }, [9, 8, 7, 6, 5, 3, 2, 1, 0]],
    ['from an amount', { currency: 'EUR', amountFrom: 700 }, [9, 8, 7]],
    ['up to an amount', { currency: 'EUR', amountTo: 500 }, [5, 3, 2, 1, 0]],
    ['of an amount', { currency: 'JPY', amountFrom: 1200, amountTo: 1200 }, [12]],
    [
      'between amounts of a customer',
      { currency: 'EUR', amountFrom: 200, amountTo: 600, customerId: 'even' },
      [6, 2],
    ],
    [
      'between amounts and of a status',
      { currency: 'JPY', amountFrom: 900, amountTo: 1400, status: 'PAID' },
      [10],
    ],
  ])('%s contain only those', async (_what, filter, expected) => {
    for (const limit of [1, 3, 100]) expect((await numbersOf(filter, limit)).flat()).toEqual(expected);
  });

  it('forget the id of a customer who is forgotten', async () => {
    const own = await create();
    await own.save({ row: rowOf(1), version: 0, expiresAt });
    await own.save({ row: rowOf(1, { customerId: 'erased-1' }), version: 1, expiresAt });
    expect((await own.list({ customerId: 'odd', limit: 10 })).items).toEqual([]);
    expect((await own.list({ customerId: 'erased-1', limit: 10 })).items).toHaveLength(1);
  });

  it('read a limited number of rows for a page; the next page continues after them', async () => {
    const own = await create();
    await inParallel(MAX_ROWS_READ + 1, 8, async (n) => {
      await own.save({ row: rowOf(n, n === 0 ? { events: paid } : {}), version: 0, expiresAt });
    });
    const first = await own.list({ status: 'PAID', limit: 20 });
    expect(first.items).toEqual([]);
    const second = await own.list({ status: 'PAID', limit: 20, after: first.next ?? 'none' });
    expect(second.items.map(({ orderId }) => orderId)).toEqual([idOf(0)]);
    expect(second.next).toBeUndefined();
  });

  it('read a limited number of rows for a page of an amount, too', async () => {
    const own = await create();
    await inParallel(MAX_ROWS_READ + 1, 8, async (n) => {
      const totalAmount = n === 0 ? 900 : 100;
      await own.save({ row: rowOf(n, { totalAmount, currency: 'EUR' }), version: 0, expiresAt });
    });
    const wanted = { currency: 'EUR', amountFrom: 500, limit: 20 };
    const first = await own.list(wanted);
    expect(first.items).toEqual([]);
    const second = await own.list({ ...wanted, after: first.next ?? 'none' });
    expect(second).toEqual({ items: [expect.objectContaining({ orderId: idOf(0) })] });
  });
});
