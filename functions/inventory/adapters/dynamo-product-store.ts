import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { Product, ProductStore } from '../domain/product.ts';
import { productKey } from './items.ts';

/**
 * The index has one partition for active products and one for inactive products. Two partitions are enough, because
 * catalogues are small and seldom change.
 */
const ACTIVE = 'active';
const INACTIVE = 'inactive';

const indexAttributes = ({ active }: Product): Readonly<Record<string, string>> => ({
  catalogue: active ? ACTIVE : INACTIVE,
});

/** The catalogue in DynamoDB: one item `product#<id>` for each product, listed by the index `catalogue`. */
export const dynamoProductStore = (client: DynamoDBDocumentClient, table: string): ProductStore => {
  const items = versionedItems<Product>(client, table, {
    keyOf: productKey,
    idOf: ({ productId }) => productId,
    indexAttributes,
    indexNames: ['catalogue'],
  });
  const ids = async (part: string, { limit, after }: PageRequest): Promise<Page<string>> => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'catalogue',
        KeyConditionExpression: 'catalogue = :part',
        ExpressionAttributeValues: { ':part': part },
        Limit: limit,
        ...(after === undefined
          ? {}
          : { ExclusiveStartKey: { catalogue: part, productId: after, pk: productKey(after) } }),
      }),
    );
    const next = LastEvaluatedKey?.['productId'] as string | undefined;
    return {
      items: Items.map((item) => String(item['productId'])),
      ...(next === undefined ? {} : { next }),
    };
  };
  return {
    ...items,
    activeIds: (page) => ids(ACTIVE, page),
    inactiveIds: (page) => ids(INACTIVE, page),

    loadMany: async (productIds) => {
      const found = await batchGetAll(client, table, productIds.map(productKey));
      return productIds.flatMap((productId) => {
        const item = found.get(productKey(productId));
        return item === undefined ? [] : [items.stateOf(item)];
      });
    },
  };
};
