import { BatchWriteCommand, paginateScan, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The most items that one call deletes (BatchWriteItem, API reference). */
const AT_ONCE = 25;

/**
 * Deletes all items of a table.
 * @returns how many there were
 */
export const emptyTable = async (client: DynamoDBDocumentClient, table: string): Promise<number> => {
  let deleted = 0;
  const scan = { TableName: table, ProjectionExpression: 'pk', ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    for (let start = 0; start < Items.length; start += AT_ONCE) {
      let left = Items.slice(start, start + AT_ONCE).map(({ pk }) => ({
        DeleteRequest: { Key: { pk: String(pk) } },
      }));
      deleted += left.length;
      while (left.length > 0) {
        const { UnprocessedItems } = await client.send(
          new BatchWriteCommand({ RequestItems: { [table]: left } }),
        );
        left = (UnprocessedItems?.[table] ?? []) as typeof left;
      }
    }
  }
  return deleted;
};
