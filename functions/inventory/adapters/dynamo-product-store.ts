import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll } from '../../../shared/persistence/batch-get.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { ProductStore } from '../domain/product-store.ts';
import type { Product } from '../domain/product.ts';
import { productKey } from './keys.ts';

/** The partition of the index that the active products are in. Catalogues are small and change seldom. */
const ACTIVE = 'active';

/** An inactive product is in no index, so no list reads it. */
const indexAttributes = ({ active }: Product): Readonly<Record<string, string>> =>
  active ? { catalogue: ACTIVE } : {};

const productOf = (item: Readonly<Record<string, unknown>>): Product => {
  const { pk: _pk, version: _version, outbox: _outbox, catalogue: _catalogue, ...product } = item;
  return product as unknown as Product;
};

/** The catalogue in DynamoDB: `product#<id>`, listed by the index `catalogue`, which holds keys alone. */
export const dynamoProductStore = (client: DynamoDBDocumentClient, table: string): ProductStore => {
  const items = versionedItems<Product>(client, table, productKey);
  return {
    load: async (productId) => {
      const stored = await items.load(productId);
      return stored && { state: productOf({ ...stored.state }), version: stored.version };
    },
    insert: (product, outbox) => items.insert(product.productId, product, outbox, indexAttributes(product)),
    save: (product, version, outbox) =>
      items.save(product.productId, product, version, outbox, indexAttributes(product)),

    activeIds: async ({ limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'catalogue',
          KeyConditionExpression: 'catalogue = :active',
          ExpressionAttributeValues: { ':active': ACTIVE },
          Limit: limit,
          ...(after === undefined
            ? {}
            : { ExclusiveStartKey: { catalogue: ACTIVE, productId: after, pk: productKey(after) } }),
        }),
      );
      const next = LastEvaluatedKey?.['productId'] as string | undefined;
      return {
        items: Items.map((item) => String(item['productId'])),
        ...(next === undefined ? {} : { next }),
      };
    },

    loadMany: async (productIds) => {
      const found = await batchGetAll(client, table, productIds.map(productKey));
      return productIds.flatMap((productId) => {
        const item = found.get(productKey(productId));
        return item === undefined ? [] : [productOf(item)];
      });
    },
  };
};
