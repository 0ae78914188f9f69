import { ScanCommand, TransactWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from '@jest/globals';
import { dynamoRowStore } from '../../functions/insights/adapters/dynamo-row-store.ts';
import { contributionOf, type Figures } from '../../functions/insights/domain/figures.ts';
import { emptyRow, fold } from '../../functions/insights/domain/fold.ts';
import type { OrderRow } from '../../functions/insights/domain/order-row.ts';
import { inParallel } from '../support/in-parallel.ts';
import { history, ORDER_ID, orderEvent } from '../support/insights.ts';
import { DAY, expiresAt, expiryOf, idOf, paid, rowOf, rowStores } from '../support/insights-rows.ts';

const { createTable, implementations, close } = rowStores();
afterAll(close);

const whole: OrderRow = history.reduce(fold, emptyRow(ORDER_ID));
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
      expect(await rows.saveCounted(writes, days, expiryOf)).toBe('saved');
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
    expect(await rows.saveCounted(writes, figures({ placed: 2 }), expiryOf)).toBe('conflict');
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
        outcome = await rows.saveCounted([{ row: rowOf(n), version: 0, expiresAt }], days, expiryOf);
      } while (outcome === 'contended');
    });
    const units = Object.entries(await rows.figuresOf(DAY)).filter(([name]) => name.startsWith('units:'));
    expect((await rows.figuresOf(DAY))['placed']).toBe(40);
    expect(units).toHaveLength(7);
    expect(units.reduce((sum, [, value]) => sum + value, 0)).toBe(80);
  });
});

describe('the items of figures', () => {
  it('are spread over shards, and expire together, whenever the rows expire', async () => {
    const { client, name } = await createTable();
    for (const [n, random] of [0, 0.5, 0.99].entries()) {
      const rows = dynamoRowStore(client, name, () => random);
      await rows.saveCounted(
        [{ row: rowOf(n), version: 0, expiresAt: expiresAt - n }],
        figures({ placed: 1 }),
        expiryOf,
      );
    }
    const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
    const items = Items.filter(({ pk }) => String(pk).startsWith('figures#'));
    expect(new Set(items)).toEqual(
      new Set(
        [0, 8, 15].map((shard) => ({ pk: `figures#${DAY}#${shard}`, placed: 1, expiresAt: expiryOf(DAY) })),
      ),
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
    const written = await rows.saveCounted(
      [{ row: whole, version: 0, expiresAt }],
      figures({ placed: 1 }),
      expiryOf,
    );
    expect(written).toBe(outcome);
  });

  it('report that a transaction failed for another reason', async () => {
    const { TransactionCanceledException } = await import('@aws-sdk/client-dynamodb');
    const CancellationReasons = [{ Code: 'None' }, { Code: 'ItemCollectionSizeLimitExceeded' }];
    const error = new TransactionCanceledException({ $metadata: {}, message: '', CancellationReasons });
    const rows = dynamoRowStore(refusing(error), 'table');
    await expect(
      rows.saveCounted([{ row: whole, version: 0, expiresAt }], figures({ placed: 1 }), expiryOf),
    ).rejects.toBe(error);
  });
});
