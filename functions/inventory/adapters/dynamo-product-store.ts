import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import { batchGetAll } from '../../../shared/persistence/batch-get.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { ProductStore } from '../domain/product-store.ts';
import type { Product } from '../domain/product.ts';
import { productKey } from './keys.ts';

/** The index's two partitions: what is offered, and what is not any more. Catalogues are small and change seldom. */
const ACTIVE = 'active';
const INACTIVE = 'inactive';

const indexAttributes = ({ active }: Product): Readonly<Record<string, string>> => ({
  catalogue: active ? ACTIVE : INACTIVE,
});

const productOf = (item: Readonly<Record<string, unknown>>): Product => {
  const { pk: _pk, version: _version, outbox: _outbox, catalogue: _catalogue, ...product } = item;
  return product as unknown as Product;
};

/** The catalogue in DynamoDB: `product#<id>`, listed by the index `catalogue`, which holds keys alone. */
export const dynamoProductStore = (client: DynamoDBDocumentClient, table: string): ProductStore => {
  const items = versionedItems<Product>(client, table, productKey);
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
    load: async (productId) => {
      const stored = await items.load(productId);
      return stored && { state: productOf({ ...stored.state }), version: stored.version };
    },
    insert: (product, outbox) => items.insert(product.productId, product, outbox, indexAttributes(product)),
    save: (product, version, outbox) =>
      items.save(product.productId, product, version, outbox, indexAttributes(product)),

    activeIds: (page) => ids(ACTIVE, page),
    inactiveIds: (page) => ids(INACTIVE, page),

    loadMany: async (productIds) => {
      const found = await batchGetAll(client, table, productIds.map(productKey));
      return productIds.flatMap((productId) => {
        const item = found.get(productKey(productId));
        return item === undefined ? [] : [productOf(item)];
      });
    },
  };
};
