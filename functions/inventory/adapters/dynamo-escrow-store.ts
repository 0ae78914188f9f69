import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { batchGetAll } from '../../../shared/persistence/batch-get.ts';
import {
  noEscrow,
  type EscrowedStock,
  type EscrowStore,
  type StockUpdate,
} from '../domain/escrow/escrow-store.ts';
import { MANIFEST_DAYS, type Manifest } from '../domain/escrow/manifest.ts';
import { manifestKey, reservationKey, stockKey } from './keys.ts';
import { openOf } from './open-batches.ts';
import { packLines, unpackLines } from './packed-lines.ts';
import { itemOf, rowOf } from './reservation-item.ts';
import { orContended } from './transaction.ts';

type Item = Readonly<Record<string, unknown>>;

const stockOf = (item: Item | undefined): EscrowedStock => {
  if (item === undefined) return noEscrow;
  return { available: Number(item['available'] ?? 0), open: openOf(item) };
};

/** The two clients that the store needs. */
export interface EscrowClients {
  readonly client: DynamoDBDocumentClient;
  /** Tries every call once (`singleAttemptClient`): for the commit point, which must never be repeated unseen. */
  readonly once: DynamoDBDocumentClient;
}

/**
 * Batches in DynamoDB: `manifest#<batch>` with a TTL, and the string set `open` in the stock item. A set rather than a map:
 * an entry costs its 12 bytes alone, `ADD` makes the set where there is none, and with its last entry it is gone.
 */
export const dynamoEscrowStore = ({ client, once }: EscrowClients, table: string): EscrowStore => {
  /** Updates a stock item; either way the answer is the item, read by the update itself at no further cost. */
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
    putManifest: async ({ batch, lines, ...manifest }) => {
      const at = Math.floor(Date.parse(manifest.at) / 1000);
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: {
              pk: manifestKey(batch),
              ...manifest,
              lines: packLines(lines),
              expiresAt: at + MANIFEST_DAYS * 86_400,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return 'inserted';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'exists';
        throw error;
      }
    },

    loadManifest: async (batch) => {
      const { Item: found } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: manifestKey(batch) }, ConsistentRead: true }),
      );
      if (found === undefined) return undefined;
      const { kind, productId, at, lines } = found as Omit<Manifest, 'lines'> & { lines: Uint8Array };
      return { batch, kind, productId, at, lines: unpackLines(lines) };
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
              Item: itemOf(row, 1, outbox),
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return { outcome: 'inserted' };
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          return { outcome: 'exists', row: rowOf(unmarshall(error.Item ?? {})) };
        }
      }),

    releaseRow: ({ orderId, releasedAt, releasedBy }, outbox) =>
      orContended(async () => {
        try {
          await client.send(
            new UpdateCommand({
              TableName: table,
              Key: { pk: reservationKey(orderId) },
              UpdateExpression:
                'SET #status = :released, releasedAt = :at, releasedBy = :by, outbox = :outbox ' +
                'REMOVE requestedAt, decidedAt ADD #version :one',
              ConditionExpression: '#status IN (:reserved, :committed)',
              ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
              ExpressionAttributeValues: {
                ':released': 'RELEASED',
                ':reserved': 'RESERVED',
                ':committed': 'COMMITTED',
                ':at': releasedAt,
                ':by': releasedBy,
                ':outbox': outbox,
                ':one': 1,
              },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return { outcome: 'released' };
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          return { outcome: 'unchanged', row: error.Item && rowOf(unmarshall(error.Item)) };
        }
      }),

    rows: async (orderIds) => {
      const found = await batchGetAll(client, table, orderIds.map(reservationKey));
      return new Map(
        orderIds.flatMap((id) => {
          const item = found.get(reservationKey(id));
          return item === undefined ? [] : [[id, rowOf(item)] as const];
        }),
      );
    },
  };
};
