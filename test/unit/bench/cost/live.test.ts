import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import {
  CONNECTION_UNITS,
  LIVE_LIMIT_DOLLARS,
  PUSH_READ_UNITS,
  watchedDollars,
} from '../../../../bench/cost/live.ts';
import { dynamoLiveStore } from '../../../../functions/live/adapters/dynamo-live-store.ts';
import { changesOf, type Topic } from '../../../../functions/live/domain/topics.ts';

/**
 * A DynamoDB client that counts the units of its reads and writes. Every item is smaller than 1 KB, so each write costs
 * one unit.
 */
const countingClient = (topic: Topic) => {
  const counts = { written: 0, read: 0 };
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
      const { name } = command.constructor;
      if (name === 'BatchGetCommand') {
        const { RequestItems } = command.input as {
          RequestItems: Record<string, { Keys: readonly object[] }>;
        };
        // An eventually consistent read costs half a unit, even if there is no item.
        counts.read += (RequestItems['live']?.Keys.length ?? 0) / 2;
      } else counts.written += 1;
      return { Attributes: { topics: new Set([topic]) } };
    },
  } as unknown as DynamoDBDocumentClient;
  return { counts, store: dynamoLiveStore(client, 'live') };
};

describe('the price of a watched order', () => {
  it('has the units of a connection, from its subscription until it is closed', async () => {
    const { counts, store } = countingClient('order#1#hash');
    await store.subscribe('c1', 'order#1#hash', { topics: 20, messages: 100, connections: 500 }, 1);
    await store.removeConnection('c1');
    expect(counts).toEqual(CONNECTION_UNITS);
  });

  it('has the units of finding the listeners of an event', async () => {
    const { counts, store } = countingClient('order#1#hash');
    const changes = changesOf({
      type: 'OrderPaid',
      time: '2026-03-01T09:00:00.000Z',
      orderId: '1',
      customerId: 'alice',
    });
    await store.connectionsOf([...changes.keys()]);
    expect(counts.read).toBe(PUSH_READ_UNITS);
  });

  it('is within its limit', () => {
    expect(watchedDollars()).toBeLessThanOrEqual(LIVE_LIMIT_DOLLARS);
  });
});
