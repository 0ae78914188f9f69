import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import { isCaptured, waitsForProvider, type Payment } from '../domain/payment.ts';
import type { PaymentStore } from '../domain/payment-store.ts';

/** The partition key of all entries of the index `byWaiting`. */
const WAITS_FOR = 'provider';
/** The sort key, in this index, of payments that no scheduled check has covered yet. */
const NEVER = '0';

/**
 * The store of payments in DynamoDB, with the key `payment#<order id>`. An item is a payment or a tombstone
 * (`PaymentTombstone`). An item outlives every event that could still be delivered or replayed (docs/personal-data.md).
 */
export const dynamoPaymentStore = (client: DynamoDBDocumentClient, table: string): PaymentStore => {
  const items = versionedItems<Payment>(client, table, {
    keyOf: (orderId) => `payment#${orderId}`,
    idOf: ({ orderId }) => orderId,
    indexAttributes: (payment) =>
      waitsForProvider(payment)
        ? { waitsFor: WAITS_FOR, waitsSince: (isCaptured(payment) && payment.askedAt) || NEVER }
        : {},
    indexNames: ['waitsFor', 'waitsSince'],
  });
  return {
    ...items,

    waiting: async (limit) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byWaiting',
          KeyConditionExpression: 'waitsFor = :provider',
          ExpressionAttributeValues: { ':provider': WAITS_FOR },
          Limit: limit,
        }),
      );
      return Items.map(({ pk }) => String(pk).slice('payment#'.length));
    },
  };
};
