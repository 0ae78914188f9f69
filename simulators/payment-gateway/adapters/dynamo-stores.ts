import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { awsClient } from '../../../shared/outbound.ts';
import type { BehaviourStore } from '../domain/behaviour.ts';
import type { Session, SessionStore } from '../domain/session.ts';
import type { WebhookEndpoint, WebhookEndpointStore } from '../domain/webhook.ts';

/** The simulators have their own client, because they share no storage code with the services. */
export const tableClient = DynamoDBDocumentClient.from(awsClient(DynamoDBClient), {
  marshallOptions: { removeUndefinedValues: true },
});

const BEHAVIOUR = { pk: 'behaviour' };

/** Stores the behaviour in DynamoDB: one item, with an attribute for each field of the behaviour. */
export const dynamoBehaviourStore = (table: string, client = tableClient): BehaviourStore => ({
  load: async () => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: BEHAVIOUR, ConsistentRead: true }),
    );
    const { pk: _pk, ...behaviour } = Item ?? {};
    return behaviour;
  },
  save: async (behaviour) => {
    await client.send(new PutCommand({ TableName: table, Item: { ...behaviour, ...BEHAVIOUR } }));
  },
  takeOne: async (countdown) => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: BEHAVIOUR,
          UpdateExpression: 'SET #count = #count - :one',
          ConditionExpression: '#count > :zero',
          ExpressionAttributeNames: { '#count': countdown },
          ExpressionAttributeValues: { ':one': 1, ':zero': 0 },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});

/** DynamoDB deletes a session this long after its last change. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** Sessions in DynamoDB: one item for each session, with a version for optimistic concurrency. */
export const dynamoSessionStore = (table: string, client = tableClient): SessionStore => {
  const put = async (session: Session, version: number, condition: Partial<PutCommandInput>) => {
    const expiresAt = Math.floor(Date.now() / 1000) + KEPT_SECONDS;
    const Item = { ...session, pk: `session#${session.id}`, version, expiresAt };
    try {
      await client.send(new PutCommand({ TableName: table, Item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    load: async (id) => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: `session#${id}` }, ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      const { pk: _pk, expiresAt: _expiresAt, version, ...session } = Item;
      return { state: session as Session, version: Number(version) };
    },
    insert: async (session) =>
      (await put(session, 1, { ConditionExpression: 'attribute_not_exists(pk)' })) ? 'inserted' : 'exists',
    save: async (session, version) =>
      (await put(session, version + 1, {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      }))
        ? 'saved'
        : 'conflict',
  };
};

const ENDPOINT = { pk: 'webhook-endpoint' };

/**
 * The merchant's endpoint in DynamoDB: one item. The endpoint's secret serves as the item's version for optimistic
 * concurrency.
 */
export const dynamoWebhookEndpointStore = (table: string, client = tableClient): WebhookEndpointStore => ({
  load: async () => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: ENDPOINT, ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const { url, secret } = Item as WebhookEndpoint;
    return { url, secret };
  },
  replace: async (known, next) => {
    const condition =
      known === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#secret = :known',
            ExpressionAttributeNames: { '#secret': 'secret' },
            ExpressionAttributeValues: { ':known': known.secret },
          };
    try {
      await client.send(new PutCommand({ TableName: table, Item: { ...next, ...ENDPOINT }, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
