import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ContactDetails, ContactStore } from '../domain/contact.ts';

const keyOf = (customerId: string) => `contact#${customerId}`;

/** Contact details in DynamoDB: one item for each customer. No index contains them. */
export const dynamoContactStore = (client: DynamoDBDocumentClient, table: string): ContactStore => {
  const read = async (customerId: string, ConsistentRead: boolean): Promise<ContactDetails | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: keyOf(customerId) }, ConsistentRead }),
    );
    if (Item === undefined) return undefined;
    const { pk: _pk, ...contact } = Item;
    return contact as ContactDetails;
  };
  return {
    load: (customerId) => read(customerId, true),
    loadEventuallyConsistent: (customerId) => read(customerId, false),
    save: async (customerId, contact) => {
      await client.send(new PutCommand({ TableName: table, Item: { pk: keyOf(customerId), ...contact } }));
    },
  };
};
