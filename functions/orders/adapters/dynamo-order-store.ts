import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { Order } from '../domain/order.ts';
import { positionInList, type OrderStore } from '../domain/ports.ts';

const keyOf = (orderId: string): string => `order#${orderId}`;

const orderIdOf = ({ pk }: Readonly<Record<string, unknown>>): string => String(pk).slice('order#'.length);

/**
 * The store of orders in DynamoDB, with the key `order#<id>`. The index `byCustomer` contains only attributes that stay
 * the same until the customer is forgotten. So until then, no change of a stored order writes to the index.
 */
export const dynamoOrderStore = (client: DynamoDBDocumentClient, table: string): OrderStore => {
  const items = versionedItems<Order>(client, table, { keyOf, idOf: ({ orderId }) => orderId });
  return {
    ...items,

    idsOfCustomer: async (customerId, { limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byCustomer',
          KeyConditionExpression: 'customerId = :customer',
          ExpressionAttributeValues: { ':customer': customerId },
          ScanIndexForward: false,
          Limit: limit,
          ...(after === undefined ? {} : { ExclusiveStartKey: { customerId, ...keyAt(after) } }),
        }),
      );
      const last = LastEvaluatedKey as { readonly createdAt: string; readonly pk: string } | undefined;
      return {
        items: Items.map(orderIdOf),
        ...(last === undefined
          ? {}
          : { next: positionInList({ createdAt: last.createdAt, orderId: orderIdOf(last) }) }),
      };
    },

    idsPlacedSince: async (customerId, since, limit) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byCustomer',
          KeyConditionExpression: 'customerId = :customer AND createdAt >= :since',
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
        return item === undefined ? [] : [items.stateOf(item)];
      });
    },
  };
};

/** The index keys of the order at a list position (see `positionInList`). */
const keyAt = (position: string) => {
  const separator = position.indexOf('#');
  return { createdAt: position.slice(0, separator), pk: keyOf(position.slice(separator + 1)) };
};
