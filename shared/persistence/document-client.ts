import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The one DynamoDB client of a function. Optional fields that are absent are left out of the item.
 * Time-outs are short against a function's own, so that a stuck connection is retried within the invocation.
 */
export const documentClient = DynamoDBDocumentClient.from(
  new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } }),
  { marshallOptions: { removeUndefinedValues: true } },
);
