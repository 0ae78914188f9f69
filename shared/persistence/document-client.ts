import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AppError } from '../errors.ts';

const clientOf = (config: DynamoDBClientConfig): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 }, ...config }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

/**
 * The DynamoDB client of a function. Undefined fields are left out of items. Its time-outs are much shorter than the
 * function's, so a stuck connection is retried within the invocation.
 */
export const documentClient = clientOf({});

/**
 * A client that tries each call once. The SDK would repeat a call whose answer was lost, and the commit point of a batch
 * must not be repeated before it is known what the first try did.
 */
export const singleAttemptClient = (): DynamoDBDocumentClient => clientOf({ maxAttempts: 1 });

type Item = Readonly<Record<string, unknown>>;

/** How many keys one call takes (BatchGetItem, API reference). */
export const KEYS_PER_BATCH = 100;

/** Calls before the keys that DynamoDB leaves out count as unavailable. */
const MAX_CALLS = 5;

/**
 * Reads up to `KEYS_PER_BATCH` items by their keys, eventually consistent. DynamoDB may leave keys out for lack of
 * capacity, so those are read again (BatchGetItem, API reference: UnprocessedKeys). A key may occur twice.
 * @returns the items that exist, by `pk`.
 * @throws AppError `unavailable` when the table keeps leaving keys out; RangeError for more keys than a call takes.
 */
export const batchGetAll = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Item>> => {
  const found = new Map<string, Item>();
  let wanted: Record<string, unknown>[] = [...new Set(keys)].map((pk) => ({ pk }));
  if (wanted.length > KEYS_PER_BATCH) throw new RangeError(`${wanted.length} keys in one batch`);
  for (let call = 0; call < MAX_CALLS && wanted.length > 0; call += 1) {
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted } } }));
    for (const item of answer.Responses?.[table] ?? []) found.set(String(item['pk']), item);
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (wanted.length > 0) throw new AppError('unavailable', 'storage.busy', 'Please try again shortly');
  return found;
};
