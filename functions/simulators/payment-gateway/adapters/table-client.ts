import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The gateway's own client: outside parties share no code with the services beyond the HTTP shell. */
export const tableClient = DynamoDBDocumentClient.from(
  new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } }),
  { marshallOptions: { removeUndefinedValues: true } },
);
