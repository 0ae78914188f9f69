import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { itemSize } from '../../bench/meter/item-size.ts';

/** A write unit covers up to this many bytes of an item (developer guide, "Read and write capacity"). */
const WRITE_UNIT = 1024;

/**
 * A DynamoDB client in memory that stores one item and counts the write units of each write. If the size of the item
 * before the write and the size after it differ, DynamoDB charges the larger size. DynamoDB also charges index entries,
 * but this client does not count them.
 */
export const meteredTable = () => {
  const unitsPerStep: number[] = [];
  let stored: Readonly<Record<string, unknown>> | undefined;
  const sizeOf = (item: typeof stored): number =>
    item === undefined ? 0 : itemSize(marshall(item, { removeUndefinedValues: true }));
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        const { Item: written } = input as { readonly Item?: Readonly<Record<string, unknown>> };
        const before = stored;
        if (written !== undefined) {
          stored = written;
          unitsPerStep.push(Math.ceil(Math.max(sizeOf(before), sizeOf(stored)) / WRITE_UNIT));
        }
        return { output: { $metadata: {}, Item: stored }, response: {} };
      },
    { step: 'initialize' },
  );
  return { client, unitsPerStep };
};
