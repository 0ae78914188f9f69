import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { LoggedMessage, MessageKey, MessageLog } from '../domain/message-log.ts';

const keyOf = ({ eventId, channel }: MessageKey) => `sent#${eventId}#${channel}`;

/**
 * The attributes of the index `byCustomer`: those of sent messages alone, so claims and refusals are in no list. They
 * are written once and hold all that a list shows, so a page is one query.
 */
const sentAttributes = ({ outcome, eventId, channel }: LoggedMessage) =>
  outcome.status === 'SENT'
    ? { sentAt: outcome.sentAt, sentKey: `${outcome.sentAt}#${eventId}#${channel}` }
    : {};

/** The message log in DynamoDB: one item for each event and channel, at first a claim, then what became of it. */
export const dynamoMessageLog = (client: DynamoDBDocumentClient, table: string): MessageLog => ({
  claim: async (key, now, until) => {
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { pk: keyOf(key), claimedUntil: until },
          // Instants sort as text.
          ConditionExpression: 'attribute_not_exists(pk) OR claimedUntil <= :now',
          ExpressionAttributeValues: { ':now': now },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'claimed';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item?.['claimedUntil'] === undefined ? 'done' : 'busy';
    }
  },

  record: async (message) => {
    const { outcome, ...facts } = message;
    await client.send(
      new PutCommand({
        TableName: table,
        Item: { pk: keyOf(message), ...facts, outcome, ...sentAttributes(message) },
      }),
    );
  },

  list: async (customerId, { limit, after }) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byCustomer',
        KeyConditionExpression:
          after === undefined ? 'customerId = :customer' : 'customerId = :customer AND sentKey < :after',
        ExpressionAttributeValues: {
          ':customer': customerId,
          ...(after === undefined ? {} : { ':after': after }),
        },
        ScanIndexForward: false,
        // One more tells whether there is a next page.
        Limit: limit + 1,
      }),
    );
    const page = Items.slice(0, limit);
    const next = Items.length > limit ? page.at(-1)?.['sentKey'] : undefined;
    return {
      items: page.map(({ eventType, orderId, channel, sentAt, subject }) => {
        return { eventType, orderId, channel, sentAt, subject };
      }),
      ...(next === undefined ? {} : { next: String(next) }),
    };
  },
});
