import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

const clientOf = (config: DynamoDBClientConfig): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 }, ...config }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

/**
 * The one DynamoDB client of a function. Optional fields that are absent are left out of the item.
 * Time-outs are short against a function's own, so that a stuck connection is retried within the invocation.
 */
export const documentClient = clientOf({});

/**
 * A client that tries each call once, for a call that must not be repeated before it is known what the first try did: the
 * SDK would repeat one whose answer was lost.
 */
export const singleAttemptClient = (): DynamoDBDocumentClient => clientOf({ maxAttempts: 1 });
