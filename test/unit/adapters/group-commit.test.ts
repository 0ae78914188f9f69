import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { BatchStore } from '../../../functions/inventory/group-commit/batch-store.ts';
import { releasedRow, reservedRow } from '../../../functions/inventory/group-commit/batch-intent.ts';
import { awsError, conditionFailed } from '../../support/aws-answers.ts';
import { intent } from '../../support/batches.ts';
import { startFakeAws, type AwsAnswer, type FakeAws } from '../../support/fake-aws.ts';
import { NOW, orderIdOf } from '../../support/inventory.ts';
import { outboxHolding, publishedEvent } from '../../support/stored-items.ts';

let aws: FakeAws;
let batches: BatchStore;

beforeAll(async () => {
  aws = await startFakeAws();
  const { dynamoStores } = await import('../../../functions/inventory/adapters/system.ts');
  ({ batches } = dynamoStores('table'));
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

/** The first call gets this response. All later calls succeed. */
const failOnce = (answer: AwsAnswer): void => aws.answer(() => (aws.calls.length === 1 ? answer : undefined));
const serverError = awsError('InternalServerError', {}, 500);
const updates = () => aws.inputsOf('DynamoDB.UpdateItem');

const lot = intent([2, 3]);
const row = reservedRow(lot, lot.lines[0]!);
const released = releasedRow({ ...lot, batch: 'release-1' }, lot.lines[0]!);
const outbox = outboxHolding([publishedEvent(1)]);
const stock = {
  pk: { S: 'stock#bun' },
  available: { N: '4' },
  version: { N: '9' },
  open: { SS: ['batch-7'] },
};

describe('the commit point of a batch', () => {
  it('takes units only if that many are available and the batch is not open', async () => {
    aws.answer(() => ({ body: { Attributes: stock } }));
    expect(await batches.open('bun', 'batch-7', 5)).toEqual({
      outcome: 'updated',
      stock: { available: 4, open: ['batch-7'] },
    });
    expect(updates()).toMatchObject([
      {
        TableName: 'table',
        Key: { pk: { S: 'stock#bun' } },
        UpdateExpression: 'ADD available :taken, #version :one, #open :batches',
        ConditionExpression: 'available >= :units AND NOT contains(#open, :batch)',
        ExpressionAttributeValues: {
          ':taken': { N: '-5' },
          ':units': { N: '5' },
          ':one': { N: '1' },
          ':batch': { S: 'batch-7' },
          ':batches': { SS: ['batch-7'] },
        },
      },
    ]);
  });

  it('is never repeated by the SDK, because a repetition could take the units twice', async () => {
    failOnce(serverError);
    await expect(batches.open('bun', 'batch-7', 5)).rejects.toThrow('InternalServerError');
    expect(updates()).toHaveLength(1);
  });

  it('answers the stock that it found when it is refused', async () => {
    aws.answer(() => conditionFailed(stock));
    expect(await batches.open('bun', 'batch-8', 5)).toEqual({
      outcome: 'refused',
      stock: { available: 4, open: ['batch-7'] },
    });
    expect(updates()).toMatchObject([{ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }]);
  });

  it('answers no stock when there is no item', async () => {
    aws.answer(() => conditionFailed());
    expect(await batches.open('bun', 'batch-8', 5)).toEqual({
      outcome: 'refused',
      stock: { available: 0, open: [] },
    });
  });
});

describe('the end of a batch', () => {
  it('puts units back only while the batch is open', async () => {
    await batches.close('bun', 'batch-7', 2);
    expect(updates()).toMatchObject([
      {
        Key: { pk: { S: 'stock#bun' } },
        UpdateExpression: 'ADD available :units, #version :one DELETE #open :batches',
        ConditionExpression: 'contains(#open, :batch)',
        ExpressionAttributeValues: {
          ':units': { N: '2' },
          ':one': { N: '1' },
          ':batch': { S: 'batch-7' },
          ':batches': { SS: ['batch-7'] },
        },
      },
    ]);
  });

  it('is repeated by the SDK after a failure', async () => {
    failOnce(serverError);
    expect(await batches.close('bun', 'batch-7', 2)).toMatchObject({ outcome: 'updated' });
    expect(updates()).toHaveLength(2);
  });
});

describe('an intent', () => {
  it('is written once, and expires 30 days after its decision', async () => {
    expect(await batches.putIntent(lot)).toBe('inserted');
    expect(aws.inputsOf('DynamoDB.PutItem')).toMatchObject([
      {
        Item: {
          pk: { S: `intent#${lot.batch}` },
          expiresAt: { N: String(Date.parse(NOW) / 1000 + 30 * 86_400) },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    ]);
    aws.answer(() => conditionFailed());
    expect(await batches.putIntent(lot)).toBe('exists');
  });

  it('is read back as it was written, strongly consistent', async () => {
    await batches.putIntent(lot);
    const [{ Item }] = aws.inputsOf('DynamoDB.PutItem') as [{ readonly Item: object }];
    aws.answer(() => ({ body: { Item } }));
    expect(await batches.loadIntent(lot.batch)).toEqual(lot);
    expect(aws.inputsOf('DynamoDB.GetItem')).toMatchObject([
      { Key: { pk: { S: `intent#${lot.batch}` } }, ConsistentRead: true },
    ]);
  });
});

describe('the stock of a product', () => {
  it('is read strongly consistent', async () => {
    aws.answer(() => ({ body: { Item: stock } }));
    expect(await batches.stock('bun')).toEqual({ available: 4, open: ['batch-7'] });
    expect(aws.inputsOf('DynamoDB.GetItem')).toMatchObject([
      { Key: { pk: { S: 'stock#bun' } }, ConsistentRead: true },
    ]);
  });
});

describe('the row of an order', () => {
  const pk = { S: `reservation#${orderIdOf(1)}` };

  it('is inserted at version 1 with its event, unless there is one', async () => {
    expect(await batches.insertRow(row, outbox)).toEqual({ outcome: 'inserted' });
    expect(aws.inputsOf('DynamoDB.PutItem')).toMatchObject([
      {
        Item: { pk, version: { N: '1' }, status: { S: 'RESERVED' }, batch: { S: lot.batch } },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    ]);
    expect(JSON.stringify(aws.inputsOf('DynamoDB.PutItem'))).toContain('OrderExpired:1');
  });

  it('that is there already is answered, with the batch that accounts for it', async () => {
    const { Item } = { Item: marshall({ ...row, pk: pk.S, version: 1, outbox, batch: 'another' }) };
    aws.answer(({ input }) =>
      conditionFailed(input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' ? Item : undefined),
    );
    const existing = { ...row, batch: 'another' };
    expect(await batches.insertRow(row, outbox)).toEqual({ outcome: 'exists', row: existing });
    expect(await batches.releaseRow(released)).toEqual({ outcome: 'unchanged', row: existing });
  });

  it('is released if it holds units, in the next version, and drops the event that was published before', async () => {
    expect(await batches.releaseRow(released)).toEqual({ outcome: 'released' });
    expect(updates()).toMatchObject([
      {
        Key: { pk },
        UpdateExpression:
          'SET #status = :released, releasedAt = :at, releasedBy = :by ' +
          'REMOVE requestedAt, decidedAt, outbox ADD #version :one',
        ConditionExpression: '#status IN (:reserved, :committed)',
        ExpressionAttributeValues: {
          ':released': { S: 'RELEASED' },
          ':reserved': { S: 'RESERVED' },
          ':committed': { S: 'COMMITTED' },
          ':by': { S: 'release-1' },
          ':one': { N: '1' },
        },
      },
    ]);
  });

  it('that does not exist has a different outcome when it is released', async () => {
    aws.answer(() => conditionFailed());
    expect(await batches.releaseRow(released)).toEqual({ outcome: 'unchanged', row: undefined });
  });
});

const writes: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['the commit point', () => batches.open('bun', 'batch-7', 5)],
  ['the end of a batch', () => batches.close('bun', 'batch-7', 5)],
  ['the insertion of a row', () => batches.insertRow(row, undefined)],
  ['the release of a row', () => batches.releaseRow(released)],
];

describe.each(writes)('%s', (_, write) => {
  it('is contended when it meets a transaction, and fails for any other reason', async () => {
    aws.answer(() => awsError('TransactionConflictException'));
    expect(await write()).toBe('contended');
    aws.answer(() => awsError('ValidationException'));
    await expect(write()).rejects.toThrow('ValidationException');
  });
});

describe('the commit point of a batch that DynamoDB has no capacity for', () => {
  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])(
    'is contended after %s, because it certainly had no effect',
    async (name) => {
      aws.answer(() => awsError(name));
      expect(await batches.open('bun', 'batch-7', 5)).toBe('contended');
      expect(updates()).toHaveLength(1);
    },
  );
});
