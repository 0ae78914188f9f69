import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tableShapes, type IndexShape, type TableShape } from '../../shared/config/tables.ts';
import type { ServiceName } from '../../shared/events/catalog.ts';
import { emulatorConnection } from './environment.ts';

/** A table in the shape of a service's table, for one test file. */
export interface ServiceTable {
  readonly name: string;
  /** Has the same marshalling options as the client of the functions. */
  readonly client: DynamoDBDocumentClient;
  /** Closes the client's connections. Open connections keep the test process alive. */
  readonly close: () => void;
}

const keys = ({ partitionKey, sortKey }: Pick<IndexShape, 'partitionKey'> & Partial<IndexShape>) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
];

const indexOf = ([IndexName, shape]: readonly [string, IndexShape]) => ({
  IndexName,
  KeySchema: keys(shape),
  Projection: { ProjectionType: 'KEYS_ONLY' as const },
});

/**
 * Creates a table in the shape of a service's table, with a unique name, on the emulator at `ORDERLY_TEST_ENDPOINT`. It
 * has no stream, because adapters behave the same without one.
 */
export const createServiceTable = async (service: ServiceName): Promise<ServiceTable> => {
  const shape: TableShape = tableShapes[service];
  const indexes = Object.entries(shape.indexes);
  const attributes = new Set(['pk', ...indexes.flatMap(([, index]) => [index.partitionKey, index.sortKey])]);
  const name = `test-${service}-${randomUUID()}`;
  const dynamo = new DynamoDBClient(emulatorConnection());
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys({ partitionKey: 'pk' }),
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes.map(indexOf) }),
    }),
  );
  await waitUntilTableExists({ client: dynamo, maxWaitTime: 30, minDelay: 1 }, { TableName: name });
  const client = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
  return { name, client, close: () => dynamo.destroy() };
};
