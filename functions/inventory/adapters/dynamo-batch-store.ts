import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { batchGetAll, conditionHeld } from '../../../shared/persistence/document-client.ts';
import { itemOf, type Item } from '../../../shared/persistence/versioned-items.ts';
import { INTENT_DAYS, type BatchIntent, type IntentLine } from '../group-commit/batch-intent.ts';
import {
  emptySnapshot,
  type BatchStore,
  type StockSnapshot,
  type StockUpdate,
} from '../group-commit/batch-store.ts';
import { reservationOf } from './dynamo-reservation-store.ts';
import { intentKey, openOf, reservationKey, stockKey } from './items.ts';
import { orContended } from './transaction.ts';

/**
 * One line of a batch's intent, as an array without field names, to save space. An intent lists what a batch is about
 * to do, with one line for each order (group-commit/batch-intent.ts).
 */
type PackedLine = readonly [string, number, string, string, string];

/**
 * Compresses the lines of an intent, because DynamoDB charges a write by the kilobyte. The ids in a batch are similar,
 * so they compress well. An intent of 10 orders costs 1 write unit, and one of 99 orders at most 7.
 */
export const packIntentLines = (lines: readonly IntentLine[]): Uint8Array => {
  const packed: readonly PackedLine[] = lines.map(({ orderId, quantity, requestedAt, trace }) => [
    orderId,
    quantity,
    requestedAt,
    trace.correlationId,
    trace.causationId,
  ]);
  return deflateRawSync(JSON.stringify(packed), { level: 9 });
};

/** The inverse of `packIntentLines`. */
export const unpackIntentLines = (bytes: Uint8Array): readonly IntentLine[] => {
  const packed = JSON.parse(inflateRawSync(bytes).toString('utf8')) as readonly PackedLine[];
  return packed.map(([orderId, quantity, requestedAt, correlationId, causationId]) => ({
    orderId,
    quantity,
    requestedAt,
    trace: { correlationId, causationId },
  }));
};

const stockOf = (item: Item | undefined): StockSnapshot => {
  if (item === undefined) return emptySnapshot;
  return { available: Number(item['available'] ?? 0), open: openOf(item) };
};

/** The DynamoDB clients that the store needs. */
export interface BatchStoreClients {
  readonly client: DynamoDBDocumentClient;
  /** A `singleAttemptClient`, which never retries. Used for the commit point (`open`), which must not be repeated. */
  readonly once: DynamoDBDocumentClient;
}

/**
 * Stores batches in DynamoDB. Each batch has an item `intent#<batch>`, which expires (TTL). While the batch is open,
 * the string set `open` of the product's stock item contains the batch's id. `ADD` creates the set if it is missing,
 * and DynamoDB removes an empty set. An id takes only 12 bytes.
 */
export const dynamoBatchStore = ({ client, once }: BatchStoreClients, table: string): BatchStore => {
  /** Updates a stock item. Returns the item even if the condition failed, at no extra cost. */
  const update = async (
    through: DynamoDBDocumentClient,
    productId: string,
    input: Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression'>,
    values: Readonly<Record<string, unknown>>,
  ): Promise<StockUpdate> => {
    try {
      const { Attributes } = await through.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: stockKey(productId) },
          ...input,
          ExpressionAttributeNames: { '#open': 'open', '#version': 'version' },
          ExpressionAttributeValues: { ':one': 1, ...values },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { outcome: 'updated', stock: stockOf(Attributes) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { Item: before } = error;
      return { outcome: 'refused', stock: stockOf(before && unmarshall(before)) };
    }
  };

  return {
    putIntent: async ({ batch, lines, ...intent }) => {
      const at = Math.floor(Date.parse(intent.at) / 1000);
      const put = new PutCommand({
        TableName: table,
        Item: {
          pk: intentKey(batch),
          ...intent,
          lines: packIntentLines(lines),
          expiresAt: at + INTENT_DAYS * 86_400,
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      return (await conditionHeld(client.send(put))) ? 'inserted' : 'exists';
    },

    loadIntent: async (batch) => {
      const { Item: found } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: intentKey(batch) }, ConsistentRead: true }),
      );
      if (found === undefined) return undefined;
      const { kind, productId, at, lines } = found as Omit<BatchIntent, 'lines'> & { lines: Uint8Array };
      return { batch, kind, productId, at, lines: unpackIntentLines(lines) };
    },

    open: (productId, batch, units) =>
      orContended(() =>
        update(
          once,
          productId,
          {
            UpdateExpression: 'ADD available :taken, #version :one, #open :batches',
            ConditionExpression: 'available >= :units AND NOT contains(#open, :batch)',
          },
          { ':taken': -units, ':units': units, ':batch': batch, ':batches': new Set([batch]) },
        ),
      ),

    close: (productId, batch, units) =>
      orContended(() =>
        update(
          client,
          productId,
          {
            UpdateExpression: 'ADD available :units, #version :one DELETE #open :batches',
            ConditionExpression: 'contains(#open, :batch)',
          },
          { ':units': units, ':batch': batch, ':batches': new Set([batch]) },
        ),
      ),

    stock: async (productId) => {
      const { Item: found } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: stockKey(productId) }, ConsistentRead: true }),
      );
      return stockOf(found);
    },

    stocks: async (productIds) => {
      const found = await batchGetAll(client, table, productIds.map(stockKey));
      return new Map(
        productIds.flatMap((id) => {
          const item = found.get(stockKey(id));
          return item === undefined ? [] : [[id, stockOf(item)] as const];
        }),
      );
    },

    insertRow: (row, outbox) =>
      orContended(async () => {
        try {
          await client.send(
            new PutCommand({
              TableName: table,
              Item: itemOf(reservationKey(row.orderId), 1, row, outbox),
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return { outcome: 'inserted' };
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          return { outcome: 'exists', row: reservationOf(unmarshall(error.Item ?? {})) };
        }
      }),

    releaseRow: ({ orderId, releasedAt, releasedBy }) =>
      orContended(async () => {
        try {
          await client.send(
            new UpdateCommand({
              TableName: table,
              Key: { pk: reservationKey(orderId) },
              UpdateExpression:
                'SET #status = :released, releasedAt = :at, releasedBy = :by ' +
                'REMOVE requestedAt, decidedAt, outbox ADD #version :one',
              ConditionExpression: '#status IN (:reserved, :committed)',
              ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
              ExpressionAttributeValues: {
                ':released': 'RELEASED',
                ':reserved': 'RESERVED',
                ':committed': 'COMMITTED',
                ':at': releasedAt,
                ':by': releasedBy,
                ':one': 1,
              },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return { outcome: 'released' };
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          return { outcome: 'unchanged', row: error.Item && reservationOf(unmarshall(error.Item)) };
        }
      }),

    rows: async (orderIds) => {
      const found = await batchGetAll(client, table, orderIds.map(reservationKey));
      return new Map(
        orderIds.flatMap((id) => {
          const item = found.get(reservationKey(id));
          return item === undefined ? [] : [[id, reservationOf(item)] as const];
        }),
      );
    },
  };
};
