import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { batchGetAll, conditionHeld } from '../../../shared/persistence/document-client.ts';
import type { ExpiresAt } from '../../../shared/kernel/clock.ts';
import type { LiveStore, SubscribeResult } from '../domain/live-store.ts';
import type { Subscriber, Topic } from '../domain/topics.ts';

const ticketKey = (hash: string): string => `ticket#${hash}`;
const countKey = (person: string, period: number): string => `tickets#${person}#${period}`;
const connectionKey = (connectionId: string): string => `connection#${connectionId}`;
const topicKey = (topic: Topic): string => `topic#${topic}`;

/** The condition that a set has room for a text, or contains it already. */
const HAS_ROOM = '(attribute_not_exists(#set) OR size(#set) < :most OR contains(#set, :text))';

/** The condition that a connection is open, and has sent fewer messages than it may. */
const MAY_SPEAK = 'attribute_exists(pk) AND (attribute_not_exists(heard) OR heard < :messages)';

type Item = Readonly<Record<string, unknown>>;

const subscriberIn = ({ person, isStaff }: Item): Subscriber => ({
  person: String(person),
  isStaff: isStaff === true,
});
const textsIn = (set: unknown): readonly string[] => (set instanceof Set ? [...(set as Set<string>)] : []);

/**
 * Tickets, connections and topics in DynamoDB. Each topic is an item with the set of its connections, because a set
 * grows and shrinks by one atomic write, and one read finds all connections.
 */
export const dynamoLiveStore = (client: DynamoDBDocumentClient, table: string): LiveStore => {
  const leaveTopic = (topic: Topic, connectionId: string): Promise<boolean> =>
    conditionHeld(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: topicKey(topic) },
          UpdateExpression: 'DELETE connections :one',
          // Without the condition, the update would create an item that never expires.
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':one': new Set([connectionId]) },
        }),
      ),
    );

  /** Adds a topic to a connection, and counts the message that asked for it. */
  const addTopic = async (
    connectionId: string,
    topic: Topic,
    most: { readonly topics: number; readonly messages: number },
  ): Promise<'added' | Exclude<SubscribeResult, 'subscribed' | 'too-many-listeners'>> => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: connectionKey(connectionId) },
          UpdateExpression: 'ADD #set :one, heard :once',
          ConditionExpression: `${MAY_SPEAK} AND ${HAS_ROOM}`,
          ExpressionAttributeNames: { '#set': 'topics' },
          ExpressionAttributeValues: {
            ':one': new Set([topic]),
            ':text': topic,
            ':most': most.topics,
            ':once': 1,
            ':messages': most.messages,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'added';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (error.Item === undefined) return 'gone';
      const heard = Number(error.Item['heard']?.N ?? 0);
      return heard >= most.messages ? 'too-many-messages' : 'too-many-subscriptions';
    }
  };

  /** Adds a connection to a topic. @returns false if the topic is full */
  const joinTopic = (
    topic: Topic,
    connectionId: string,
    most: number,
    expiresAt: ExpiresAt,
  ): Promise<boolean> =>
    conditionHeld(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: topicKey(topic) },
          UpdateExpression: 'ADD #set :one SET expiresAt = :expiresAt',
          ConditionExpression: HAS_ROOM,
          ExpressionAttributeNames: { '#set': 'connections' },
          ExpressionAttributeValues: {
            ':one': new Set([connectionId]),
            ':text': connectionId,
            ':most': most,
            ':expiresAt': expiresAt,
          },
        }),
      ),
    );

  return {
    countTicket: (person, period, most, expiresAt) =>
      conditionHeld(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: countKey(person, period) },
            UpdateExpression: 'ADD issued :one SET expiresAt = :expiresAt',
            ConditionExpression: 'attribute_not_exists(issued) OR issued < :most',
            ExpressionAttributeValues: { ':one': 1, ':most': most, ':expiresAt': expiresAt },
          }),
        ),
      ),

    addTicket: async (hash, subscriber, expiresAt) => {
      await client.send(
        new PutCommand({ TableName: table, Item: { pk: ticketKey(hash), ...subscriber, expiresAt } }),
      );
    },

    takeTicket: async (hash, now) => {
      try {
        const { Attributes } = await client.send(
          new DeleteCommand({
            TableName: table,
            Key: { pk: ticketKey(hash) },
            // DynamoDB deletes expired items late.
            ConditionExpression: 'expiresAt > :now',
            ExpressionAttributeValues: { ':now': now },
            ReturnValues: 'ALL_OLD',
          }),
        );
        return Attributes === undefined ? undefined : subscriberIn(Attributes);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },

    addConnection: async (connectionId, subscriber, expiresAt) => {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { pk: connectionKey(connectionId), ...subscriber, expiresAt },
        }),
      );
    },

    findConnection: async (connectionId) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: connectionKey(connectionId) }, ConsistentRead: true }),
      );
      return Item === undefined ? undefined : subscriberIn(Item);
    },

    subscribe: async (connectionId, topic, most, expiresAt) => {
      // The connection first: its list is how `removeConnection` finds the topic.
      const listed = await addTopic(connectionId, topic, most);
      if (listed !== 'added') return listed;
      const joined = await joinTopic(topic, connectionId, most.connections, expiresAt);
      return joined ? 'subscribed' : 'too-many-listeners';
    },

    countMessage: (connectionId, most) =>
      conditionHeld(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: connectionKey(connectionId) },
            UpdateExpression: 'ADD heard :once',
            ConditionExpression: MAY_SPEAK,
            ExpressionAttributeValues: { ':once': 1, ':messages': most },
          }),
        ),
      ),

    connectionsOf: async (topics) => {
      const found = await batchGetAll(client, table, topics.map(topicKey));
      return new Map(
        topics.flatMap((topic) => {
          const connections = textsIn(found.get(topicKey(topic))?.['connections']);
          return connections.length === 0 ? [] : [[topic, connections] as const];
        }),
      );
    },

    removeConnection: async (connectionId, also) => {
      const { Attributes } = await client.send(
        new DeleteCommand({
          TableName: table,
          Key: { pk: connectionKey(connectionId) },
          ReturnValues: 'ALL_OLD',
        }),
      );
      const topics = new Set([...textsIn(Attributes?.['topics']), ...(also === undefined ? [] : [also])]);
      await Promise.all([...topics].map((topic) => leaveTopic(topic, connectionId)));
    },
  };
};
