import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addSeconds } from '../../../shared/kernel/clock.ts';
import type { SettledOrders } from '../domain/settled-orders.ts';

/** Longer than anything that asks for money can still be delivered, redriven or replayed: 400 days, in seconds. */
const KEPT_SECONDS = 400 * 24 * 3600;

const keyOf = (orderId: string) => `settled#${orderId}`;

/** Settled orders in DynamoDB: one small item an order, which expires by TTL. */
export const dynamoSettledOrders = (client: DynamoDBDocumentClient, table: string): SettledOrders => ({
  add: async (orderId, at) => {
    const expiresAt = Math.floor(Date.parse(addSeconds(at, KEPT_SECONDS)) / 1000);
    await client.send(new PutCommand({ TableName: table, Item: { pk: keyOf(orderId), expiresAt } }));
  },

  has: async (orderId) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: keyOf(orderId) }, ConsistentRead: true }),
    );
    return Item !== undefined;
  },
});
