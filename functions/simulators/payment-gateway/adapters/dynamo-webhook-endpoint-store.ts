import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { WebhookEndpoint, WebhookEndpointStore } from '../domain/webhook-endpoint.ts';
import { tableClient } from './table-client.ts';

const Key = { pk: 'webhook-endpoint' };

/** The merchant's endpoint in DynamoDB: one item, replaced only by who knows what it replaces. */
export const dynamoWebhookEndpointStore = (table: string, client = tableClient): WebhookEndpointStore => ({
  load: async () => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
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
      await client.send(new PutCommand({ TableName: table, Item: { ...next, ...Key }, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
