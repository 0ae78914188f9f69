import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../../../shared/persistence/document-client.ts';
import type { Channel, ContactChange, ContactDetails, ContactStore } from '../domain/contact.ts';

const keyOf = (customerId: string) => `contact#${customerId}`;

/** The key of the last code that was sent to a customer on a channel. */
export const codeKey = (customerId: string, channel: Channel): string => `code#${channel}#${customerId}`;

const channels = ['email', 'sms'] as const satisfies readonly Channel[];

/**
 * The write of changed contact details. The condition of the write is that the stored addresses are still those on
 * which the change is based. So a change never undoes a concurrent verification or stop of an address.
 */
export const contactWrite = (
  table: string,
  customerId: string,
  { before, after, at }: ContactChange,
): PutCommand['input'] => ({
  TableName: table,
  Item: { pk: keyOf(customerId), ...after, savedAt: at },
  ConditionExpression: [unchanged('email', before), unchanged('phone', before)].join(' AND '),
  ...valuesOf({
    ...(before?.email === undefined ? {} : { ':email': before.email }),
    ...(before?.phone === undefined ? {} : { ':phone': before.phone }),
  }),
});

const unchanged = (field: 'email' | 'phone', before: ContactDetails | undefined): string =>
  before?.[field] === undefined ? `attribute_not_exists(${field})` : `${field} = :${field}`;

/** The values of an expression, or nothing if there are none, because DynamoDB refuses an empty map. */
const valuesOf = (
  values: Readonly<Record<string, unknown>>,
): Pick<PutCommand['input'], 'ExpressionAttributeValues'> =>
  Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: { ...values } };

/** Contact details in DynamoDB: one item for each customer. No index contains them. */
export const dynamoContactStore = (client: DynamoDBDocumentClient, table: string): ContactStore => {
  const read = async (customerId: string, ConsistentRead: boolean): Promise<ContactDetails | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: { pk: keyOf(customerId) }, ConsistentRead }),
    );
    if (Item === undefined) return undefined;
    const { pk: _pk, savedAt: _savedAt, ...contact } = Item;
    return contact as ContactDetails;
  };
  return {
    load: (customerId) => read(customerId, true),
    loadEventuallyConsistent: (customerId) => read(customerId, false),
    save: async (customerId, change) =>
      conditionHeld(client.send(new PutCommand(contactWrite(table, customerId, change)))),
    stop: async (customerId, before, after) =>
      conditionHeld(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: keyOf(customerId) },
            UpdateExpression: 'SET email = :after',
            ConditionExpression: 'email = :before',
            ExpressionAttributeValues: { ':before': before, ':after': after },
          }),
        ),
      ),
    forget: async (customerId, requestedAt) => {
      const contact = {
        Key: { pk: keyOf(customerId) },
        // Instants can be compared as text (ISO 8601).
        ConditionExpression: 'attribute_not_exists(savedAt) OR savedAt <= :requestedAt',
        ExpressionAttributeValues: { ':requestedAt': requestedAt },
      };
      const codes = channels.map((channel) => ({ Key: { pk: codeKey(customerId, channel) } }));
      const TransactItems = [contact, ...codes].map((item) => ({ Delete: { TableName: table, ...item } }));
      try {
        await client.send(new TransactWriteCommand({ TransactItems }));
      } catch (error) {
        // If the first condition failed, the customer saved contact details after the request to be forgotten. These
        // new details are kept.
        const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : [];
        if (reasons?.[0]?.Code !== 'ConditionalCheckFailed') throw error;
      }
    },
  };
};
