import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { Erasure, ErasureStore } from '../domain/erasure.ts';

/**
 * The store of erasures in DynamoDB, in the orders table with the key `erasure#<hash of the customer id>`. The index
 * `byCustomer` does not contain erasures, because they have no `createdAt`.
 */
export const dynamoErasureStore = (client: DynamoDBDocumentClient, table: string): ErasureStore => {
  const items = versionedItems<Erasure>(client, table, { keyOf: (erasureId) => `erasure#${erasureId}` });
  return {
    load: items.load,
    insert: (erasure, outbox, expiresAt) => items.insert(erasure.erasureId, erasure, outbox, expiresAt),
    save: (erasure, version, outbox, expiresAt) =>
      items.save(erasure.erasureId, erasure, version, outbox, expiresAt),
  };
};
