import { GetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import { noStock, type StockAdjustment, type StockLevel, type StockStore } from '../domain/stock.ts';
import { adjustmentKey, stockKey } from './items.ts';
import { stockChange, transact } from './transaction.ts';

const levelOf = (item: Readonly<Record<string, unknown>>): StockLevel => ({
  available: Number(item['available'] ?? 0),
  received: Number(item['received'] ?? 0),
});

const adjustmentOf = (item: Readonly<Record<string, unknown>>): StockAdjustment => {
  const { pk: _pk, ...adjustment } = item;
  return adjustment as unknown as StockAdjustment;
};

/**
 * Stock in DynamoDB: an item `stock#<product id>` for each product, and an item `adjustment#<id>` for each adjustment.
 * Adjustments never change and publish no events, so they need no version.
 */
export const dynamoStockStore = (client: DynamoDBDocumentClient, table: string): StockStore => ({
  level: async (productId) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: stockKey(productId) }, ConsistentRead: true }),
    );
    return Item === undefined ? noStock : levelOf(Item);
  },

  levels: async (productIds) => {
    const found = await batchGetAll(client, table, productIds.map(stockKey));
    return new Map(
      productIds.flatMap((productId) => {
        const item = found.get(stockKey(productId));
        return item === undefined ? [] : [[productId, levelOf(item)] as const];
      }),
    );
  },

  adjust: async (adjustment) => {
    const { productId, change } = adjustment;
    const result = await transact(
      client,
      [
        {
          Put: {
            TableName: table,
            Item: { ...adjustment, pk: adjustmentKey(adjustment.adjustmentId) },
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        stockChange(table, { productId, available: change, received: change }),
      ],
      0,
    );
    if (result === 'contended') return result;
    if (result === 'written') return { outcome: 'applied' };
    const [before, stock] = result;
    if (before?.held === false) return { outcome: 'exists', adjustment: adjustmentOf(before.item ?? {}) };
    const item = stock?.held === false ? stock.item : undefined;
    return { outcome: 'insufficient', available: levelOf(item ?? {}).available };
  },
});
