import { ScanCommand, TransactWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoRowStore } from '../../functions/insights/adapters/dynamo-row-store.ts';
import { contributionOf, type Figures } from '../../functions/insights/domain/figures.ts';
import { emptyRow, fold } from '../../functions/insights/domain/fold.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import { MAX_ROWS_READ, type RowFilter, type RowStore } from '../../functions/insights/domain/row-store.ts';
import { inParallel } from '../support/in-parallel.ts';
import { history, ORDER_ID, orderEvent } from '../support/insights.ts';
import { memoryRowStore } from '../support/memory/insights-row-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const createTable = async (): Promise<ServiceTable> => {
  const table = await createServiceTable('insights');
  tables.push(table);
  return table;
};

const implementations: readonly (readonly [string, () => Promise<RowStore>])[] = [
  ['in memory', async () => memoryRowStore()],
  [
    'in DynamoDB',
    async () => {
      const table = await createTable();
      return dynamoRowStore(table.client, table.name);
    },
  ],
];

const expiresAt = 1_900_000_000;
const whole: OrderRow = history.reduce(fold, emptyRow(ORDER_ID));
const idOf = (n: number): string => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const DAY = '2026-03-01';

/** The `n`-th order, placed `n` seconds after nine o'clock. The orders belong to several customers in turn. */
const rowOf = (n: number, more: Partial<OrderRow> = {}): OrderRow => ({
  orderId: idOf(n),
  customerId: n % 2 === 0 ? 'even' : 'odd',
  correlationId: `request-${n}`,
  placedAt: new Date(Date.parse(`${DAY}T09:00:00.000Z`) + n * 1000).toISOString(),
  events: { 'OrderCreated:1': { at: `${DAY}T09:00:00.000Z` } },
  ...more,
});
const paid = { OrderPaid: { at: `${DAY}T09:10:00.000Z`, by: 'PaymentSucceeded' } };

const figures = (all: Figures): ReadonlyMap<string, Figures> => new Map([[DAY, all]]);

describe.each(implementations)('the row store %s', (_where, create) => {
  it('returns a row as it was written, and nothing for another order', async () => {
    const rows = await create();
    expect(await rows.save({ row: whole, version: 0, expiresAt })).toBe('saved');
    expect(await rows.load(ORDER_ID)).toEqual({ state: whole, version: 1 });
    expect(await rows.load(idOf(99))).toBeUndefined();
    expect(await rows.loadMany([ORDER_ID, idOf(99)])).toEqual(
      new Map([[ORDER_ID, { state: whole, version: 1 }]]),
    );
  });

  it('keeps a row whose order has no time of placement yet, in no list', async () => {
    const rows = await create();
    const row = fold(emptyRow(ORDER_ID), orderEvent('FulfilmentReady'));
    await rows.save({ row, version: 0, expiresAt });
    expect((await rows.load(ORDER_ID))?.state).toEqual(row);
    expect(await rows.list({ limit: 10 })).toEqual({ items: [] });
  });

  it('writes a row only over the version that was read', async () => {
    const rows = await create();
    await rows.save({ row: whole, version: 0, expiresAt });
    for (const version of [0, 2]) {
      expect(await rows.save({ row: emptyRow(ORDER_ID), version, expiresAt })).toBe('conflict');
    }
    expect(await rows.save({ row: whole, version: 1, expiresAt })).toBe('saved');
    expect((await rows.load(ORDER_ID))?.version).toBe(2);
  });

  it('adds to the figures of several days with the rows', async () => {
    const rows = await create();
    const contribution = contributionOf(whole);
    for (const [n, ofOtherDay] of [{ placed: 1 }, { placed: -1 }].entries()) {
      const days = new Map<string, Figures>([
        [DAY, contribution],
        ['2026-02-28', ofOtherDay],
      ]);
      const writes = [n * 2, n * 2 + 1].map((one) => ({ row: rowOf(one), version: 0, expiresAt }));
      expect(await rows.saveCounted(writes, days)).toBe('saved');
    }
    expect(await rows.figuresOf(DAY)).toEqual(
      Object.fromEntries(Object.entries(contribution).map(([name, value]) => [name, 2 * value])),
    );
    expect(await rows.figuresOf('2026-02-28')).toEqual({});
    expect((await rows.list({ limit: 10 })).items).toHaveLength(4);
  });

  it('changes neither rows nor figures if one of the rows was changed meanwhile', async () => {
    const rows = await create();
    await rows.save({ row: rowOf(1), version: 0, expiresAt });
    const writes = [
      { row: rowOf(2), version: 0, expiresAt },
      { row: rowOf(1, { events: paid }), version: 0, expiresAt },
    ];
    expect(await rows.saveCounted(writes, figures({ placed: 2 }))).toBe('conflict');
    expect(await rows.load(idOf(2))).toBeUndefined();
    expect((await rows.load(idOf(1)))?.state).toEqual(rowOf(1));
    expect(await rows.figuresOf(DAY)).toEqual({});
  });

  it('counts each of many writes at the same time', async () => {
    const rows = await create();
    await inParallel(40, 8, async (n) => {
      let outcome;
      do {
        const days = figures({ placed: 1, [`units:product-${n % 7}`]: 2 });
        outcome = await rows.saveCounted([{ row: rowOf(n), version: 0, expiresAt }], days);
      } while (outcome === 'contended');
    });
    const units = Object.entries(await rows.figuresOf(DAY)).filter(([name]) => name.startsWith('units:'));
    expect((await rows.figuresOf(DAY))['placed']).toBe(40);
    expect(units).toHaveLength(7);
    expect(units.reduce((sum, [, value]) => sum + value, 0)).toBe(80);
  });
});

describe.each(implementations)('lists of the row store %s', (_where, create) => {
  let rows: RowStore;
  beforeAll(async () => {
    rows = await create();
    for (let n = 0; n < 20; n += 1) {
      const events = n % 5 === 0 ? { events: paid } : {};
      // The amount of the fourth order is not known yet.
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

describe('the items of figures', () => {
  it('are spread over shards, and expire like the rows', async () => {
    const { client, name } = await createTable();
    for (const [n, random] of [0, 0.5, 0.99].entries()) {
      const rows = dynamoRowStore(client, name, () => random);
      await rows.saveCounted(
        [{ row: rowOf(n), version: 0, expiresAt: expiresAt + n }],
        figures({ placed: 1 }),
      );
    }
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
    const items = Items.filter(({ pk }) => String(pk).startsWith('figures#'));
    expect(items.toSorted((a, b) => Number(a['expiresAt']) - Number(b['expiresAt']))).toEqual(
      [0, 8, 15].map((shard, n) => ({ pk: `figures#${DAY}#${shard}`, placed: 1, expiresAt: expiresAt + n })),
    );
  });

  const refusing = (error: Error): DynamoDBDocumentClient =>
    ({
      send: async (command: unknown) => {
        if (command instanceof TransactWriteCommand) throw error;
        return {};
      },
    }) as unknown as DynamoDBDocumentClient;

  it.each([
    ['an item that another transaction writes', ['None', 'TransactionConflict'], 'contended'],
    ['a row that was changed', ['ConditionalCheckFailed', 'TransactionConflict'], 'conflict'],
  ])('report %s', async (_what, codes, outcome) => {
    const { TransactionCanceledException } = await import('@aws-sdk/client-dynamodb');
    const CancellationReasons = codes.map((Code) => ({ Code }));
    const error = new TransactionCanceledException({ $metadata: {}, message: '', CancellationReasons });
    const rows = dynamoRowStore(refusing(error), 'table');
    expect(await rows.saveCounted([{ row: whole, version: 0, expiresAt }], figures({ placed: 1 }))).toBe(
      outcome,
    );
  });

  it('report that a transaction failed for another reason', async () => {
    const { TransactionCanceledException } = await import('@aws-sdk/client-dynamodb');
    const CancellationReasons = [{ Code: 'None' }, { Code: 'ItemCollectionSizeLimitExceeded' }];
    const error = new TransactionCanceledException({ $metadata: {}, message: '', CancellationReasons });
    const rows = dynamoRowStore(refusing(error), 'table');
    await expect(
      rows.saveCounted([{ row: whole, version: 0, expiresAt }], figures({ placed: 1 })),
    ).rejects.toBe(error);
  });
});
