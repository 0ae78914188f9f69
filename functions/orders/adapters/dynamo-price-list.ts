import { PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll, conditionHeld } from '../../../shared/persistence/document-client.ts';
import type { Price, PriceList } from '../domain/ports.ts';

const keyOf = (productId: string): string => `price#${productId}`;

/**
 * The price list, in the orders table with the key `price#<product id>`. A price is written only if the product's
 * revision is higher than the stored one, so the items need no version.
 */
export const dynamoPriceList = (client: DynamoDBDocumentClient, table: string): PriceList => ({
  find: async (productIds) => {
    const found = await batchGetAll(client, table, productIds.map(keyOf));
    return new Map(
      productIds.flatMap((productId) => {
        const item = found.get(keyOf(productId));
        if (item === undefined) return [];
        const { pk: _pk, ...price } = item;
        return [[productId, price as unknown as Price] as const];
      }),
    );
  },

  record: async (price) => {
    const put = new PutCommand({
      TableName: table,
      Item: { ...price, pk: keyOf(price.productId) },
      ConditionExpression: 'attribute_not_exists(pk) OR #revision < :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': price.revision },
    });
    return (await conditionHeld(client.send(put))) ? 'recorded' : 'outdated';
  },
});
