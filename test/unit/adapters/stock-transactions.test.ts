import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ReservationStore } from '../../../functions/inventory/domain/reservation.ts';
import type { StockStore } from '../../../functions/inventory/domain/stock.ts';
import { awsError, cancelled, conditionFailed } from '../../support/aws-answers.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { adjustment, ORDER_ID, reserved } from '../../support/inventory.ts';
import { outboxHolding, publishedEvent } from '../../support/stored-items.ts';

let aws: FakeAws;
let reservations: ReservationStore;
let stock: StockStore;

beforeAll(async () => {
  aws = await startFakeAws();
  const { documentClient } = await import('../../../shared/persistence/document-client.ts');
  const { dynamoReservationStore } =
    await import('../../../functions/inventory/adapters/dynamo-reservation-store.ts');
  const { dynamoStockStore } = await import('../../../functions/inventory/adapters/dynamo-stock-store.ts');
  reservations = dynamoReservationStore(documentClient, 'table');
  stock = dynamoStockStore(documentClient, 'table');
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const outbox = outboxHolding([publishedEvent(1)]);
const rowKey = { S: `reservation#${ORDER_ID}` };
const none = { Code: 'None' };
const conflict = { Code: 'TransactionConflict' };
const failed = (item?: object) => ({
  Code: 'ConditionalCheckFailed',
  ...(item === undefined ? {} : { Item: item }),
});
const transactions = () => aws.inputsOf('DynamoDB.TransactWriteItems');

/** The update that adds this many units to a stock item. */
const update = (productId: string, units: number) => ({
  Update: {
    TableName: 'table',
    Key: { pk: { S: `stock#${productId}` } },
    ExpressionAttributeValues: { ':available': { N: String(units) }, ':one': { N: '1' } },
  },
});
const ifAvailable = (units: number) => ({
  Update: {
    UpdateExpression: 'ADD available :available, #version :one',
    ConditionExpression: 'available >= :needed',
    ExpressionAttributeValues: { ':needed': { N: String(units) } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

describe('the reservation of several products', () => {
  it('writes the row if there is none, and takes the units if they are there, all or nothing', async () => {
    expect(await reservations.reserve(reserved(), outbox)).toEqual({ outcome: 'reserved' });
    const [{ TransactItems }] = transactions() as [{ readonly TransactItems: object[] }];
    expect(TransactItems).toMatchObject([
      {
        Put: {
          TableName: 'table',
          Item: { pk: rowKey, version: { N: '1' }, status: { S: 'RESERVED' } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      update('bun', -3),
      update('mug', -1),
    ]);
    expect(TransactItems.slice(1)).toMatchObject([ifAvailable(3), ifAvailable(1)]);
  });

  it('is repeated under one token, so that it takes the units once even if an answer was lost', async () => {
    aws.answer(() => (aws.calls.length === 1 ? awsError('InternalServerError', {}, 500) : undefined));
    expect(await reservations.reserve(reserved(), outbox)).toEqual({ outcome: 'reserved' });
    const tokens = transactions().map(({ ClientRequestToken }) => ClientRequestToken);
    expect(tokens).toEqual([expect.any(String), tokens[0]]);
  });

  it.each([
    ['the order has a row, whatever else failed', [failed(), conflict, failed()], { outcome: 'exists' }],
    [
      'too little is there',
      [none, failed({ available: { N: '2' } }), failed()],
      {
        outcome: 'short',
        shortages: [
          { productId: 'bun', requested: 3, available: 2 },
          { productId: 'mug', requested: 1, available: 0 },
        ],
      },
    ],
    [
      'too little is there while a batch is open that may give units back',
      [none, none, failed({ available: { N: '0' }, open: { SS: ['batch-7'] } })],
      { outcome: 'unsettled', open: ['batch-7'] },
    ],
    ['another transaction holds an item', [none, failed({ available: { N: '0' } }), conflict], 'contended'],
    ['DynamoDB has no capacity', [none, { Code: 'ThrottlingError' }, none], 'contended'],
    ['a partition has no capacity', [none, { Code: 'ProvisionedThroughputExceeded' }, none], 'contended'],
  ])('tells when %s', async (_, reasons, result) => {
    aws.answer(() => cancelled(...reasons));
    expect(await reservations.reserve(reserved(), undefined)).toEqual(result);
  });

  it('fails with a transaction that was cancelled for a reason of ours', async () => {
    aws.answer(() => cancelled(none, { Code: 'ValidationError' }, none));
    await expect(reservations.reserve(reserved(), undefined)).rejects.toThrow('TransactionCanceledException');
  });
});

describe('the release of several products', () => {
  const row = { ...reserved(), status: 'RELEASED', releasedAt: reserved().decidedAt } as const;

  it('writes the next version of the row, and gives the units back without a condition', async () => {
    expect(await reservations.release(row, 3, outbox)).toBe('saved');
    const [{ TransactItems }] = transactions() as [{ readonly TransactItems: object[] }];
    expect(TransactItems).toMatchObject([
      {
        Put: {
          Item: { pk: rowKey, version: { N: '4' } },
          ConditionExpression: '#version = :version',
          ExpressionAttributeValues: { ':version': { N: '3' } },
        },
      },
      update('bun', 3),
      update('mug', 1),
    ]);
    expect(JSON.stringify(TransactItems.slice(1))).not.toContain('ConditionExpression');
  });

  it('tells a row that has changed from an item that another transaction holds', async () => {
    aws.answer(() => cancelled(failed(), none, conflict));
    expect(await reservations.release(row, 3, undefined)).toBe('conflict');
    aws.answer(() => cancelled(none, none, conflict));
    expect(await reservations.release(row, 3, undefined)).toBe('contended');
  });
});

describe('the commitment of a reservation', () => {
  it('changes a RESERVED row alone, raises its version, and drops the event that went out before', async () => {
    expect(await reservations.commit(ORDER_ID)).toEqual({ outcome: 'committed' });
    expect(aws.inputsOf('DynamoDB.UpdateItem')).toMatchObject([
      {
        Key: { pk: rowKey },
        UpdateExpression: 'SET #status = :committed REMOVE outbox ADD #version :one',
        ConditionExpression: '#status = :reserved',
        ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
        ExpressionAttributeValues: {
          ':committed': { S: 'COMMITTED' },
          ':reserved': { S: 'RESERVED' },
          ':one': { N: '1' },
        },
      },
    ]);
  });

  it('answers the row that is not RESERVED, or none', async () => {
    const row = { ...reserved(), status: 'COMMITTED' };
    const item = marshall({ ...row, pk: rowKey.S, version: 2 });
    aws.answer(({ input }) =>
      conditionFailed(input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' ? item : undefined),
    );
    expect(await reservations.commit(ORDER_ID)).toEqual({ outcome: 'unchanged', row });
    aws.answer(() => conditionFailed());
    expect(await reservations.commit(ORDER_ID)).toEqual({ outcome: 'unchanged', row: undefined });
  });
});

const plainWrites: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'the insertion of a row',
    () => reservations.insert({ ...reserved(), status: 'REJECTED', shortages: [] }, undefined),
  ],
  ['the saving of a row', () => reservations.save(reserved(), 1, undefined)],
  ['the commitment of a row', () => reservations.commit(ORDER_ID)],
];

it.each(plainWrites)('%s is contended when it meets a transaction', async (_, write) => {
  aws.answer(() => awsError('TransactionConflictException'));
  expect(await write()).toBe('contended');
});

describe('a stock adjustment', () => {
  it('is written once, together with the stock that it changes', async () => {
    expect(await stock.adjust(adjustment())).toEqual({ outcome: 'applied' });
    expect(transactions()).toMatchObject([
      {
        TransactItems: [
          {
            Put: {
              Item: { pk: { S: 'adjustment#adjustment-1' }, change: { N: '10' } },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          {
            Update: {
              Key: { pk: { S: 'stock#bun' } },
              UpdateExpression: 'ADD available :available, #version :one, received :received',
              ExpressionAttributeValues: {
                ':available': { N: '10' },
                ':received': { N: '10' },
                ':one': { N: '1' },
              },
            },
          },
        ],
      },
    ]);
  });

  it('that takes units takes no more than there are', async () => {
    await stock.adjust(adjustment({ change: -4 }));
    expect(transactions()).toMatchObject([
      {
        TransactItems: [
          {},
          {
            Update: {
              ConditionExpression: 'available >= :needed',
              ExpressionAttributeValues: { ':needed': { N: '4' } },
            },
          },
        ],
      },
    ]);
    aws.answer(() => cancelled(none, failed({ available: { N: '3' } })));
    expect(await stock.adjust(adjustment({ change: -4 }))).toEqual({ outcome: 'insufficient', available: 3 });
  });

  it('that was made before is answered as it was made', async () => {
    const before = adjustment({ change: 7 });
    const item = marshall({ ...before, pk: 'adjustment#adjustment-1' });
    aws.answer(({ input }) => {
      const [put] = input['TransactItems'] as { readonly Put?: Record<string, unknown> }[];
      const isAsked = put?.Put?.['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
      return cancelled(failed(isAsked ? item : undefined), none);
    });
    expect(await stock.adjust(adjustment())).toEqual({ outcome: 'exists', adjustment: before });
  });
});

it('the level of a stock is read strongly consistent', async () => {
  aws.answer(() => ({ body: { Item: { available: { N: '3' }, received: { N: '9' } } } }));
  expect(await stock.level('bun')).toEqual({ available: 3, received: 9 });
  expect(aws.inputsOf('DynamoDB.GetItem')).toMatchObject([
    { Key: { pk: { S: 'stock#bun' } }, ConsistentRead: true },
  ]);
});
