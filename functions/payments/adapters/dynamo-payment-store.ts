import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { Payment } from '../domain/payment.ts';
import type { PaymentStore } from '../domain/payment-store.ts';

/**
 * The store of payments in DynamoDB, with the key `payment#<order id>`. An item, even a tombstone, outlives every event
 * that could still be delivered or replayed (docs/personal-data.md).
 */
export const dynamoPaymentStore = (client: DynamoDBDocumentClient, table: string): PaymentStore => {
  const items = versionedItems<Payment>(client, table, { keyOf: (orderId) => `payment#${orderId}` });
  return {
    load: items.load,
    insert: (payment, outbox, expiresAt) => items.insert(payment.orderId, payment, outbox, expiresAt),
    save: (payment, version, outbox, expiresAt) =>
      items.save(payment.orderId, payment, version, outbox, expiresAt),
  };
};
