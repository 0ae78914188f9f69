import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BehaviourStore } from '../domain/behaviour.ts';
import { tableClient } from './table-client.ts';

const Key = { pk: 'behaviour' };

/** The behaviour in DynamoDB: one item whose attributes are the behaviour's fields. */
export const dynamoBehaviourStore = (table: string, client = tableClient): BehaviourStore => ({
  load: async () => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    const { pk: _pk, ...behaviour } = Item ?? {};
    return behaviour;
  },
  save: async (behaviour) => {
    await client.send(new PutCommand({ TableName: table, Item: { ...behaviour, ...Key } }));
  },
  takeOne: async (countdown) => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key,
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
