import { DeleteCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { batchGetAll, conditionHeld } from '../../../shared/persistence/document-client.ts';
import type { ExpiresAt } from '../../../shared/kernel/clock.ts';
import type { LiveStore, SubscribeResult } from '../domain/live-store.ts';
import type { Topic } from '../domain/topics.ts';

const connectionKey = (connectionId: string): string => `connection#${connectionId}`;
const topicKey = (topic: Topic): string => `topic#${topic}`;

/** The condition that a set has room for a text, or contains it already. */
const HAS_ROOM = '(attribute_not_exists(#set) OR size(#set) < :most OR contains(#set, :text))';

/**
 * The condition that a connection has sent fewer messages than the limit `:messages`. It is false for an item that does
 * not exist.
 */
const MAY_SPEAK = 'heard < :messages';

/** What an item stores about a connection, besides its key and its expiry. */
export interface StoredConnection {
  readonly topics: ReadonlySet<Topic>;
  /** How many messages the connection has sent. */
  readonly heard: number;
}

const textsIn = (set: unknown): readonly string[] => (set instanceof Set ? [...(set as Set<string>)] : []);

/**
 * Connections and topics in DynamoDB. The first subscription of a connection creates an item for the connection. Each
 * topic is an item with the set of its connections, because a set grows and shrinks by one atomic write, and one read
 * finds all connections.
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
    expiresAt: ExpiresAt,
  ): Promise<'added' | Exclude<SubscribeResult, 'subscribed' | 'too-many-listeners'>> => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: connectionKey(connectionId) },
          UpdateExpression: 'ADD #set :one, heard :once SET expiresAt = :expiresAt',
          ConditionExpression: `(attribute_not_exists(pk) OR ${MAY_SPEAK}) AND ${HAS_ROOM}`,
          ExpressionAttributeNames: { '#set': 'topics' },
          ExpressionAttributeValues: {
            ':one': new Set([topic]),
            ':text': topic,
            ':most': most.topics,
            ':once': 1,
            ':messages': most.messages,
            ':expiresAt': expiresAt,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'added';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const heard = Number(error.Item?.['heard']?.N ?? 0);
      return heard >= most.messages ? 'too-many-messages' : 'too-many-subscriptions';
    }
  };

  /**
   * Adds a connection to a topic.
   * @returns false if the topic is full.
   */
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
    subscribe: async (connectionId, topic, most, expiresAt) => {
      // The topic is added to the connection's item first, because `removeConnection` looks there for the connection's
      // topics. In the other order, a failure between the two writes would leave the connection in the topic.
      const listed = await addTopic(connectionId, topic, most, expiresAt);
      if (listed !== 'added') return listed;
      const joined = await joinTopic(topic, connectionId, most.connections, expiresAt);
      return joined ? 'subscribed' : 'too-many-listeners';
    },

    countMessage: async (connectionId, most) => {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { pk: connectionKey(connectionId) },
            UpdateExpression: 'ADD heard :once',
            ConditionExpression: MAY_SPEAK,
            ExpressionAttributeValues: { ':once': 1, ':messages': most },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return 'counted';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return error.Item === undefined ? 'never-subscribed' : 'too-many-messages';
      }
    },

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
