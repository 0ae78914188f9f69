import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Problem } from '../console/problem.ts';
import { readStackFile } from './stack-file.ts';

/** A service's table, and a client to read it with. */
export interface ReadableTable {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

const documents = (config: ConstructorParameters<typeof DynamoDBClient>[0] = {}): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(config));

/**
 * The table of a service.
 * @param named a table on AWS, of the account and region of the environment; without it, the running local stack's.
 * @throws Problem when none is named and nothing has been started, or what was started has no such table.
 */
export const serviceTable = (service: string, named: string | undefined): ReadableTable => {
  if (named !== undefined) return { client: documents(), table: named };
  const { tables, endpoint, region } = readStackFile();
  const table = tables[service];
  if (table === undefined) {
    throw new Problem(`The stack of .local/stack.json has no table of ${service}. Start it anew: npm start`);
  }
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    client: documents({ region, ...(endpoint === undefined ? {} : { endpoint, credentials }) }),
    table,
  };
};
