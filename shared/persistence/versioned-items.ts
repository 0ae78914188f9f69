import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OutboxMessage } from '../kernel/outbox.ts';
import type { SaveOutcome, Stored } from '../kernel/change.ts';
import { plainItem, unpack, type Item, type ItemForm } from './item-forms.ts';

/** How an insertion ended: it is there now, or something was there before. */
export type InsertOutcome = 'inserted' | 'exists';

/**
 * One kind of item of a service's table, saved by its version together with its outbox.
 *
 * An item is always written whole: DynamoDB charges an update by the whole item's size anyway (read/write capacity,
 * developer guide). Its outbox holds the events of the last change alone.
 * @param form how items are written (`item-forms.ts`). Items of either form are read.
 */
export const versionedItems = <State extends object>(
  client: DynamoDBDocumentClient,
  table: string,
  keyOf: (id: string) => string,
  form: ItemForm = plainItem,
) => {
  const put = async (
    id: string,
    state: State,
    version: number,
    outbox: readonly OutboxMessage[],
    extra: Item,
    condition: Pick<PutCommand['input'], 'ConditionExpression'> & Partial<PutCommand['input']>,
  ): Promise<boolean> => {
    try {
      const Item = form({ pk: keyOf(id), version, state: state as Item, outbox }, extra);
      await client.send(new PutCommand({ TableName: table, Item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return {
    /** Reads the item, strongly consistent: a decision must not rest on an old state. */
    load: async (id: string): Promise<Stored<State> | undefined> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: keyOf(id) }, ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      const { state, version } = unpack(Item);
      return { state: state as State, version };
    },

    /** Writes the item's first version, unless there is one. `extra` are attributes for indexes or TTL. */
    insert: async (
      id: string,
      state: State,
      outbox: readonly OutboxMessage[],
      extra: Item = {},
    ): Promise<InsertOutcome> =>
      (await put(id, state, 1, outbox, extra, { ConditionExpression: 'attribute_not_exists(pk)' }))
        ? 'inserted'
        : 'exists',

    /** Writes version `version + 1`, if `version` is still the stored one. */
    save: async (
      id: string,
      state: State,
      version: number,
      outbox: readonly OutboxMessage[],
      extra: Item = {},
    ): Promise<SaveOutcome> =>
      (await put(id, state, version + 1, outbox, extra, {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      }))
        ? 'saved'
        : 'conflict',
  };
};
