import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { Payment } from '../domain/payment.ts';
import type { PaymentStore } from '../domain/payment-store.ts';

/**
 * The store of payments in DynamoDB, with the key `payment#<order id>`. No item is ever deleted, not even a tombstone:
 * each must outlive every archive from which events can be replayed.
 */
export const dynamoPaymentStore = (client: DynamoDBDocumentClient, table: string): PaymentStore => {
  const items = versionedItems<Payment>(client, table, { keyOf: (orderId) => `payment#${orderId}` });
  return {
    load: items.load,
    insert: (payment, outbox) => items.insert(payment.orderId, payment, outbox),
    save: (payment, version, outbox) => items.save(payment.orderId, payment, version, outbox),
  };
};
