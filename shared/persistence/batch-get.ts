import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AppError } from '../errors.ts';

type Item = Readonly<Record<string, unknown>>;

/** How many keys one call takes (BatchGetItem, API reference). */
export const KEYS_PER_BATCH = 100;

/** How often the keys that DynamoDB left out for lack of capacity or size are asked for again. */
const MAX_CALLS = 5;

/**
 * Reads up to `KEYS_PER_BATCH` items by their keys, eventually consistent; DynamoDB may answer a part of them, so the rest is asked
 * for again (BatchGetItem, API reference: UnprocessedKeys). A key may come twice.
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
