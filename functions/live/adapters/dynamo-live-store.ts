import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { batchGetAll, conditionHeld } from '../../../shared/persistence/document-client.ts';
import type { LiveStore } from '../domain/live-store.ts';
import type { Subscriber, Topic } from '../domain/topics.ts';

const ticketKey = (hash: string): string => `ticket#${hash}`;
const countKey = (person: string, period: number): string => `tickets#${person}#${period}`;
const connectionKey = (connectionId: string): string => `connection#${connectionId}`;
const topicKey = (topic: Topic): string => `topic#${topic}`;

/** The condition that a set has room for a text, or contains it already. */
const HAS_ROOM = '(attribute_not_exists(#set) OR size(#set) < :most OR contains(#set, :text))';

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

  /**
   * Adds a text to the set of an item, unless the set is full.
   * @returns `missing` if the item must exist and does not
   */
  const addToSet = async (
    pk: string,
    set: 'topics' | 'connections',
    text: string,
    most: number,
    expiresAt?: number,
  ): Promise<'added' | 'full' | 'missing'> => {
    const mustExist = expiresAt === undefined;
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk },
          UpdateExpression: `ADD #set :one${mustExist ? '' : ' SET expiresAt = :expiresAt'}`,
          ConditionExpression: mustExist ? `attribute_exists(pk) AND ${HAS_ROOM}` : HAS_ROOM,
          ExpressionAttributeNames: { '#set': set },
          ExpressionAttributeValues: {
            ':one': new Set([text]),
            ':text': text,
            ':most': most,
            ...(mustExist ? {} : { ':expiresAt': expiresAt }),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'added';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item === undefined ? 'missing' : 'full';
    }
  };

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
      const listed = await addToSet(connectionKey(connectionId), 'topics', topic, most.topics);
      if (listed !== 'added') return listed === 'full' ? 'too-many-subscriptions' : 'gone';
      const joined = await addToSet(
        topicKey(topic),
        'connections',
        connectionId,
        most.connections,
        expiresAt,
      );
      return joined === 'added' ? 'subscribed' : 'too-many-listeners';
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
