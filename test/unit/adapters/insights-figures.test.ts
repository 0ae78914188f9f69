import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { emptyRow } from '../../../functions/insights/domain/fold.ts';
import type { RowStore } from '../../../functions/insights/domain/row-store.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { ORDER_ID } from '../../support/insights.ts';

let aws: FakeAws;
let rows: RowStore;

beforeAll(async () => {
  aws = await startFakeAws();
  const { documentClient } = await import('../../../shared/persistence/document-client.ts');
  const { dynamoRowStore } = await import('../../../functions/insights/adapters/dynamo-row-store.ts');
  rows = dynamoRowStore(documentClient, 'table', () => 0);
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

describe('the figures of a day', () => {
  it('expire by the day, and not by the row that changes them', async () => {
    const expiries = new Map([
      ['2026-03-01', 1_800_000_000],
      ['2026-02-28', 1_700_000_000],
    ]);
    await rows.saveCounted(
      [{ row: emptyRow(ORDER_ID), version: 0, expiresAt: 1_900_000_000 }],
      new Map([...expiries.keys()].map((day) => [day, { placed: 1 }])),
      (day) => expiries.get(day) ?? 0,
    );

    const [{ TransactItems = [] } = {}] = aws.inputsOf('DynamoDB.TransactWriteItems') as readonly {
      readonly TransactItems?: readonly object[];
    }[];
    expect(TransactItems).toMatchObject([
      { Put: { Item: { expiresAt: { N: '1900000000' } } } },
      ...[...expiries].map(([day, expiry]) => ({
        Update: {
          Key: { pk: { S: `figures#${day}#0` } },
          UpdateExpression: 'SET expiresAt = :expiresAt ADD #f0 :f0',
          ExpressionAttributeValues: { ':expiresAt': { N: String(expiry) }, ':f0': { N: '1' } },
        },
      })),
    ]);
  });
});
