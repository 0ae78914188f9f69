import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { SessionStore } from '../domain/session-store.ts';
import type { Session } from '../domain/session.ts';
import { tableClient } from './table-client.ts';

/** How long a session is kept after its last change. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

/** Sessions in DynamoDB: one item a session, `pk` = `session#<id>`, always written whole and by its version. */
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
