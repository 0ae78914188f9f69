import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Contended } from '../../../shared/kernel/contention.ts';
import { batchGetAll, conditionHeld } from '../../../shared/persistence/document-client.ts';
import { sumOf, type Figures } from '../domain/figures.ts';
import type { RowStore, RowWrite } from '../domain/row-store.ts';
import { rowLists } from './dynamo-row-lists.ts';
import { keyOf, rowIn, rowItemOf } from './row-items.ts';
import { figuresByKey, figuresIn, keysOfDay, SHARDS } from './figure-items.ts';

/**
 * Why DynamoDB cancelled a transaction (TransactWriteItems, API reference). `conflict`: a row has changed since it was
 * read. `contended`: another transaction was writing one of the items at the same time. Undefined for any other reason.
 */
const outcomeOf = (error: unknown): 'conflict' | Contended | undefined => {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const codes = (error.CancellationReasons ?? [])
    .map(({ Code = 'None' }) => Code)
    .filter((code) => code !== 'None');
  if (codes.includes('ConditionalCheckFailed')) return 'conflict';
  return codes.length > 0 && codes.every((code) => code === 'TransactionConflict') ? 'contended' : undefined;
};

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * Rows and figures in DynamoDB: an item `row#<order id>` for each order, and for each day some items with figures
 * (`figure-items.ts`).
 * @param random returns a number that is at least 0 and less than 1. The number selects the items of a day to which
 *   figures are added
 */
export const dynamoRowStore = (
  client: DynamoDBDocumentClient,
  table: string,
  random: () => number = Math.random,
): RowStore => {
  const putOf = (write: RowWrite) => ({
    TableName: table,
    Item: rowItemOf({ ...write, version: write.version + 1 }),
    ...(write.version === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': write.version },
        }),
  });

  /** Adds to the figures of an item. A missing attribute counts as 0 (UpdateItem, API reference: ADD). */
  const additionOf = (pk: string, figures: Figures, expiresAt: number): TransactItem => {
    const entries = Object.entries(figures).map(([name, value], index) => ({ name, value, index }));
    return {
      Update: {
        TableName: table,
        Key: { pk },
        UpdateExpression: `SET expiresAt = :expiresAt ADD ${entries.map(({ index }) => `#f${index} :f${index}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(entries.map(({ name, index }) => [`#f${index}`, name])),
        ExpressionAttributeValues: {
          ':expiresAt': expiresAt,
          ...Object.fromEntries(entries.map(({ value, index }) => [`:f${index}`, value])),
        },
      },
    };
  };

  return {
    load: async (orderId) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: keyOf(orderId) }, ConsistentRead: true }),
      );
      return Item === undefined ? undefined : rowIn(Item);
    },

    loadMany: async (orderIds) => {
      const found = await batchGetAll(client, table, orderIds.map(keyOf), { ConsistentRead: true });
      return new Map(
        orderIds.flatMap((orderId) => {
          const item = found.get(keyOf(orderId));
          return item === undefined ? [] : [[orderId, rowIn(item)] as const];
        }),
      );
    },

    save: async (write) =>
      (await conditionHeld(client.send(new PutCommand(putOf(write))))) ? 'saved' : 'conflict',

    saveCounted: async (writes, figures, expiryOf) => {
      const shard = Math.floor(random() * SHARDS);
      const additions = [...figures].flatMap(([day, ofDay]) =>
        [...figuresByKey(day, ofDay, shard)].map(([key, some]) => additionOf(key, some, expiryOf(day))),
      );
      const TransactItems = [...writes.map((write) => ({ Put: putOf(write) })), ...additions];
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
        return 'saved';
      } catch (error) {
        const outcome = outcomeOf(error);
        if (outcome === undefined) throw error;
        return outcome;
      }
    },

    figuresOf: async (day) => {
      const found = await batchGetAll(client, table, keysOfDay(day), { ConsistentRead: true });
      return sumOf([...found.values()].map(figuresIn));
    },

    ...rowLists(client, table),
  };
};
