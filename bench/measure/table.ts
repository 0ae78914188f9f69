import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '../../scripts/emulator/access.ts';
import { tableShapes } from '../../shared/config/tables.ts';
import type { MeteredTable } from '../meter/writes.ts';

/** Keys and indexes of the inventory table, for the meter. */
export const inventoryTable: MeteredTable = {
  keys: ['pk'],
  indexes: Object.values(tableShapes.inventory.indexes).map((index) => ({ ...index, include: [] })),
};

/** Returns a client for a database on this machine. The client does not retry: retries would change the figures. */
export const localClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ ...clientSettings(endpoint), maxAttempts: 1 });

/** Returns a document client with the same marshalling options as the functions' client. */
export const documentClientOf = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** Creates a table with the key and the indexes of the inventory service's table. It has no stream and no TTL. */
export const createInventoryTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  const indexes = Object.entries(tableShapes.inventory.indexes);
  const attributes = new Set([
    'pk',
    ...indexes.flatMap(([, { partitionKey, sortKey }]) => [partitionKey, sortKey]),
  ]);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: indexes.map(([IndexName, { partitionKey, sortKey }]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: partitionKey, KeyType: 'HASH' },
          { AttributeName: sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName });
};

export const deleteTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  await client.send(new DeleteTableCommand({ TableName }));
};
