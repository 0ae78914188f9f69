import type { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { batchGetAll, KEYS_PER_BATCH } from '../../../../shared/persistence/document-client.ts';

/** A table `t` that returns at most `perCall` items per call. It has every item except `gone`. */
const table = (perCall: number) => {
  const calls: string[][] = [];
  const client = {
    send: async ({ input }: BatchGetCommand) => {
      const keys = (input.RequestItems?.['t']?.Keys ?? []).map(({ pk }) => String(pk));
      calls.push(keys);
      const left = keys.slice(perCall).map((pk) => ({ pk }));
      return {
        Responses: { t: keys.slice(0, perCall).flatMap((pk) => (pk === 'gone' ? [] : [{ pk, is: pk }])) },
        ...(left.length === 0 ? {} : { UnprocessedKeys: { t: { Keys: left } } }),
      };
    },
  };
  return { calls, client: client as unknown as DynamoDBDocumentClient };
};

const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `k${n}`);

describe('reading many items', () => {
  it('returns the items that exist, and requests each key once', async () => {
    const { calls, client } = table(100);
    const found = await batchGetAll(client, 't', ['b', 'a', 'gone', 'b']);
    expect(found).toEqual(
      new Map([
        ['b', { pk: 'b', is: 'b' }],
        ['a', { pk: 'a', is: 'a' }],
      ]),
    );
    expect(calls).toEqual([['b', 'a', 'gone']]);
  });

  it('requests keys again that DynamoDB left out', async () => {
    const { calls, client } = table(2);
    expect([...(await batchGetAll(client, 't', keys(5))).keys()]).toEqual(keys(5));
    expect(calls.map((call) => call.length)).toEqual([5, 3, 1]);
  });

  it('gives up when the table keeps leaving items out', async () => {
    await expect(batchGetAll(table(0).client, 't', keys(1))).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('makes no call without keys', async () => {
    const { calls, client } = table(1);
    expect(await batchGetAll(client, 't', [])).toEqual(new Map());
    expect(calls).toEqual([]);
  });

  it('takes as many keys as a call does, and refuses more before it asks', async () => {
    const { calls, client } = table(100);
    const repeated = [...keys(KEYS_PER_BATCH), ...keys(KEYS_PER_BATCH)];
    expect((await batchGetAll(client, 't', repeated)).size).toBe(100);
    await expect(batchGetAll(client, 't', keys(KEYS_PER_BATCH + 1))).rejects.toThrow(RangeError);
    expect(calls).toHaveLength(1);
  });
});
