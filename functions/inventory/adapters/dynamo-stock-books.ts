import { GetCommand, ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Reservation } from '../domain/reservation.ts';
import type { StockBooks } from '../domain/stock-check.ts';
import { openOf, reservationKey, stockKey } from './items.ts';

/** The most items that one scan reads. DynamoDB also stops after 1 MB. */
const ITEMS_PER_SCAN = 2000;

/** Reads stock and reservations in DynamoDB for a check of the stock (check-stock.ts). */
export const dynamoStockBooks = (
  client: DynamoDBDocumentClient,
  table: string,
  itemsPerScan = ITEMS_PER_SCAN,
): StockBooks => ({
  record: async (productId) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: stockKey(productId) }, ConsistentRead: true }),
    );
    return {
      available: Number(Item?.['available'] ?? 0),
      received: Number(Item?.['received'] ?? 0),
      version: Number(Item?.['version'] ?? 0),
      openBatches: openOf(Item).length,
    };
  },

  reservations: async (after) => {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        Limit: itemsPerScan,
        FilterExpression: 'begins_with(pk, :reservation)',
        ProjectionExpression: '#orderId, #status, #lines',
        ExpressionAttributeNames: { '#orderId': 'orderId', '#status': 'status', '#lines': 'lines' },
        ExpressionAttributeValues: { ':reservation': reservationKey('') },
        ...(after === undefined ? {} : { ExclusiveStartKey: { pk: after } }),
      }),
    );
    const next = page.LastEvaluatedKey?.['pk'] as string | undefined;
    return {
      items: (page.Items ?? []) as unknown as readonly Reservation[],
      recordsRead: page.ScannedCount ?? 0,
      ...(next === undefined ? {} : { next }),
    };
  },
});
