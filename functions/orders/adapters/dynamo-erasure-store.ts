import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { Erasure, ErasureStore } from '../domain/erasure.ts';

/**
 * The store of erasures in DynamoDB, in the orders table with the key `erasure#<hash of the customer id>`. The index
 * `byCustomer` does not contain erasures, because they have no `createdAt`.
 */
export const dynamoErasureStore = (client: DynamoDBDocumentClient, table: string): ErasureStore =>
  versionedItems<Erasure>(client, table, {
    keyOf: (erasureId) => `erasure#${erasureId}`,
    idOf: ({ erasureId }) => erasureId,
  });
