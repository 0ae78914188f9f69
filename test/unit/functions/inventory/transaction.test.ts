import { describe, expect, it } from '@jest/globals';
import {
  type CancellationReason,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { orContended, transact } from '../../../../functions/inventory/adapters/transaction.ts';

/** A client whose calls fail with this error before a request is sent. */
const failing = (error: Error): DynamoDBDocumentClient => {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  client.middlewareStack.add(
    () => async () => {
      throw error;
    },
    { step: 'initialize' },
  );
  return client;
};

const cancelled = (...CancellationReasons: CancellationReason[]) =>
  new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons });
const conflict = { Code: 'TransactionConflict' };
const none = { Code: 'None' };
const failed = { Code: 'ConditionalCheckFailed', Item: { available: { N: '3' } } };

const run = (...reasons: CancellationReason[]) => transact(failing(cancelled(...reasons)), [], 0);

describe('a cancelled transaction', () => {
  it.each([conflict, { Code: 'ThrottlingError' }, { Code: 'ProvisionedThroughputExceeded' }])(
    'is contended because of %j, even if another condition failed, because other shortages are not known',
    async (reason) => {
      expect(await run(none, reason)).toBe('contended');
      expect(await run(none, failed, reason)).toBe('contended');
    },
  );

  it('is decided by its decisive condition, whatever the other results', async () => {
    expect(await run({ Code: 'ConditionalCheckFailed' }, conflict)).toEqual([
      { held: false, item: undefined },
      { held: true },
    ]);
  });

  it('returns the existing item of a failed condition', async () => {
    expect(await run(none, failed, none)).toEqual([
      { held: true },
      { held: false, item: { available: 3 } },
      { held: true },
    ]);
  });

  it('is an error for any other reason', async () => {
    await expect(run(none, { Code: 'ValidationError' })).rejects.toThrow(TransactionCanceledException);
  });

  it('does not include a lost connection, which is an error', async () => {
    await expect(transact(failing(new Error('socket hang up')), [], 0)).rejects.toThrow('socket hang up');
  });
});

describe('a plain write', () => {
  const throwing = (name: string) => () => Promise.reject(Object.assign(new Error(name), { name }));

  it('is contended if it meets a running transaction', async () => {
    expect(await orContended(throwing('TransactionConflictException'))).toBe('contended');
  });

  it('throws any other error, and returns the answer of the write', async () => {
    await expect(orContended(throwing('ValidationException'))).rejects.toThrow('ValidationException');
    expect(await orContended(async () => 'saved')).toBe('saved');
  });
});
