import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ServiceName } from '../../../shared/events/catalog.ts';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import type { StoredItems } from '../domain/stored-items.ts';

/**
 * Reads the items of other services from DynamoDB. A position in the list of a customer's orders is the key of an entry
 * of the index `byCustomer`, as JSON.
 * @param tables the name of each service's table
 */
export const dynamoStoredItems = (
  client: DynamoDBDocumentClient,
  tables: Partial<Readonly<Record<ServiceName, string>>>,
): StoredItems => ({
  orderIdsOf: async (customerId, { limit, after }) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tables.orders,
        IndexName: 'byCustomer',
        KeyConditionExpression: 'customerId = :customer',
        ExpressionAttributeValues: { ':customer': customerId },
        ScanIndexForward: false,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: { ...keyAt(after), customerId } }),
      }),
    );
    return {
      items: Items.map(({ pk }) => String(pk).slice('order#'.length)),
      ...(LastEvaluatedKey === undefined ? {} : { next: positionOf(LastEvaluatedKey) }),
    };
  },

  read: async (service, keys) => {
    const table = tables[service];
    if (table === undefined) throw new Error(`The table of ${service} is not known`);
    return batchGetAll(client, table, keys, { ConsistentRead: true });
  },
});

const positionOf = ({ createdAt, pk }: Readonly<Record<string, unknown>>): string =>
  JSON.stringify([createdAt, pk]);

const keyAt = (position: string): { readonly createdAt: string; readonly pk: string } => {
  const [createdAt, pk] = JSON.parse(position) as [string, string];
  return { createdAt, pk };
};
