import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AppError } from '../errors.ts';
import { awsClient } from '../outbound.ts';

const clientOf = (config: DynamoDBClientConfig): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(awsClient(DynamoDBClient, config), {
    marshallOptions: { removeUndefinedValues: true },
  });

/** The DynamoDB client of a function. It leaves undefined fields out of items. */
export const documentClient = clientOf({});

/**
 * A client that tries each call once. The SDK would repeat a call whose response was lost. For the write that commits a
 * batch of reservations, such a repetition is wrong: the code must first find out whether the first try had an effect.
 */
export const singleAttemptClient = (): DynamoDBDocumentClient => clientOf({ maxAttempts: 1 });

type Item = Readonly<Record<string, unknown>>;

/** The most keys in one call (BatchGetItem, API reference). */
export const KEYS_PER_BATCH = 100;

/** After this many calls, keys that DynamoDB still leaves out cause an error. */
const MAX_CALLS = 5;

/**
 * Reads up to `KEYS_PER_BATCH` items by their keys. A key may occur twice. DynamoDB may leave keys out if capacity is
 * short, so those are read again (BatchGetItem, API reference: UnprocessedKeys).
 * @param ConsistentRead whether each read is strongly consistent, at twice the price
 * @returns the items that exist, by `pk`.
 * @throws AppError `unavailable` if DynamoDB keeps leaving keys out; RangeError for more than `KEYS_PER_BATCH` keys.
 */
export const batchGetAll = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly string[],
  { ConsistentRead = false }: { readonly ConsistentRead?: boolean } = {},
): Promise<ReadonlyMap<string, Item>> => {
  const found = new Map<string, Item>();
  let wanted: Record<string, unknown>[] = [...new Set(keys)].map((pk) => ({ pk }));
  if (wanted.length > KEYS_PER_BATCH) throw new RangeError(`${wanted.length} keys in one batch`);
  for (let call = 0; call < MAX_CALLS && wanted.length > 0; call += 1) {
    const RequestItems = { [table]: { Keys: wanted, ConsistentRead } };
    const answer = await client.send(new BatchGetCommand({ RequestItems }));
    for (const item of answer.Responses?.[table] ?? []) found.set(String(item['pk']), item);
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (wanted.length > 0) throw new AppError('unavailable', 'storage.busy', 'Please try again shortly');
  return found;
};

/**
 * Waits for a conditional write.
 * @returns false if its condition did not hold; nothing is written then.
 * @throws any other error of the write.
 */
export const conditionHeld = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
