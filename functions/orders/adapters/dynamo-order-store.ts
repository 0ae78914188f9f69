import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll } from '../../../shared/persistence/batch-get.ts';
import { packedItem, unpack } from '../../../shared/persistence/item-forms.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { Order } from '../domain/order.ts';
import { positionOf, type OrderStore } from '../domain/order-store.ts';

const keyOf = (orderId: string): string => `order#${orderId}`;

const orderIdOf = ({ pk }: Readonly<Record<string, unknown>>): string => String(pk).slice('order#'.length);

const indexAttributes = (order: Order): Readonly<Record<string, string>> => ({
  customerId: order.customerId,
  placedKey: positionOf(order),
});

/**
 * Orders in DynamoDB, by `order#<id>`, packed; the index `byCustomer` holds keys alone, so that changes cost it nothing.
 */
export const dynamoOrderStore = (client: DynamoDBDocumentClient, table: string): OrderStore => {
  const items = versionedItems<Order>(client, table, keyOf, packedItem);
  return {
    load: items.load,
    insert: (order, outbox) => items.insert(order.orderId, order, outbox, indexAttributes(order)),
    save: (order, version, outbox) =>
      items.save(order.orderId, order, version, outbox, indexAttributes(order)),

    idsOfCustomer: async (customerId, { limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byCustomer',
          KeyConditionExpression: 'customerId = :customer',
          ExpressionAttributeValues: { ':customer': customerId },
          ScanIndexForward: false,
          Limit: limit,
          ...(after === undefined
            ? {}
            : {
                ExclusiveStartKey: {
                  customerId,
                  placedKey: after,
                  pk: keyOf(after.slice(after.indexOf('#') + 1)),
                },
              }),
        }),
      );
      const next = LastEvaluatedKey?.['placedKey'] as string | undefined;
      return {
        items: Items.map(orderIdOf),
        ...(next === undefined ? {} : { next }),
      };
    },

    idsPlacedSince: async (customerId, since, limit) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byCustomer',
          // A position begins with the time, and whatever begins with a text sorts after it.
          KeyConditionExpression: 'customerId = :customer AND placedKey >= :since',
          ExpressionAttributeValues: { ':customer': customerId, ':since': since },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Items.map(orderIdOf);
    },

    loadMany: async (orderIds) => {
      const found = await batchGetAll(client, table, orderIds.map(keyOf));
      return orderIds.flatMap((orderId) => {
        const item = found.get(keyOf(orderId));
        return item === undefined ? [] : [unpack(item).state as unknown as Order];
      });
    },
  };
};
