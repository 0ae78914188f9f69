import { ScanCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** An item as the document client reads it. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * Reads all items of a table, one after another. A scan is not a snapshot: it can see half of a change.
 * @param attributes the attributes to read; default all. Reading fewer makes the responses smaller, but costs the same
 *   read units.
 */
export async function* scanned(
  client: DynamoDBDocumentClient,
  table: string,
  attributes: readonly string[] = [],
): AsyncGenerator<Item> {
  let after: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ...(attributes.length === 0
          ? {}
          : {
              ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
              ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
            }),
        ...(after === undefined ? {} : { ExclusiveStartKey: after }),
      }),
    );
    yield* page.Items ?? [];
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
}
