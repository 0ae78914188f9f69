import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AppError } from '../errors.ts';

type Item = Readonly<Record<string, unknown>>;

/** How often the keys that DynamoDB left out for lack of capacity or size are asked for again. */
const MAX_CALLS = 5;

/**
 * Reads up to 100 items by their keys, eventually consistent; DynamoDB may answer a part of them, so the rest is asked
 * for again (BatchGetItem, API reference: UnprocessedKeys).
 * @returns the items that exist, by `pk`.
 * @throws AppError `unavailable` when the table keeps leaving keys out.
 */
export const batchGetAll = async (
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Item>> => {
  const found = new Map<string, Item>();
  let wanted: Record<string, unknown>[] = [...new Set(keys)].map((pk) => ({ pk }));
  for (let call = 0; call < MAX_CALLS && wanted.length > 0; call += 1) {
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted } } }));
    for (const item of answer.Responses?.[table] ?? []) found.set(String(item['pk']), item);
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (wanted.length > 0) throw new AppError('unavailable', 'storage.busy', 'Please try again shortly');
  return found;
};
