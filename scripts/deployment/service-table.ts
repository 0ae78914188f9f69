import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem } from '../console/problem.ts';
import { readStackFile, stackClientSettings } from './stack-file.ts';

/** A service's table and a client to read it. */
export interface ReadableTable {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

const documents = (config: ConstructorParameters<typeof DynamoDBClient>[0] = {}): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(config));

/**
 * Returns the table of a service, and a client for it.
 * @param named a table on AWS, in the account and region of the environment; undefined for the local stack's table
 * @throws Problem if the local stack is not running or has no such table
 */
export const serviceTable = (service: string, named: string | undefined): ReadableTable => {
  if (named !== undefined) return { client: documents(), table: named };
  const stack = readStackFile();
  const table = stack.tables[service];
  if (table === undefined) {
    throw new Problem(
      `.local/stack.json has no table for ${service}. Start Orderly again:\n  npm stop\n  npm start`,
    );
  }
  return { client: documents(stackClientSettings(stack)), table };
};
