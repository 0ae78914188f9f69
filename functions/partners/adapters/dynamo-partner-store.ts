import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AppError, isTransientName } from '../../../shared/errors.ts';
import type { Partner } from '../../../shared/kernel/caller.ts';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import {
  itemOf,
  partnerKeys,
  versionedItems,
  type Item,
} from '../../../shared/persistence/versioned-items.ts';
import type { PartnerStore } from '../domain/partner.ts';

/** The only partition of the index. One partition is enough, because partners are few and seldom change. */
const LIST = 'partners';

const keyOf = (partnerId: string): string => `${partnerKeys.partner}${partnerId}`;

/**
 * The item of a partner. Its keys are a `Map` by key id. An administrator chooses these ids, and may choose
 * `constructor`. The SDK would mistake an object with a property of this name for an instance of a class (convertToAttr
 * in @aws-sdk/util-dynamodb).
 */
const itemFor = (partner: Partner, version: number): Item => ({
  ...itemOf(
    keyOf(partner.partnerId),
    version,
    { ...partner, keys: new Map(Object.entries(partner.keys)) },
    undefined,
  ),
  list: LIST,
});

/**
 * Which condition of a transaction failed: that of its first write, or that of its second.
 * @throws AppError `unavailable` if another transaction was changing an item. Any other error is thrown unchanged.
 */
const failedCondition = (error: unknown): 'first' | 'second' => {
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  const codes = reasons.map(({ Code = 'None' }) => Code);
  const failed = codes.indexOf('ConditionalCheckFailed');
  if (failed !== -1) return failed === 0 ? 'first' : 'second';
  if (!codes.some(isTransientName)) throw error;
  throw new AppError('unavailable', 'storage.busy', 'Please try again shortly', { cause: error });
};

/**
 * Partners in DynamoDB: one item `partner#<id>` for each partner, with all keys of the partner. The index `byList`
 * lists these items. For each public key, an item `public-key#<public key>` contains the ids of the partner and of the
 * partner's key that has or had this public key. Such an item is never deleted.
 */
export const dynamoPartnerStore = (client: DynamoDBDocumentClient, table: string): PartnerStore => {
  const items = versionedItems<Partner>(client, table, {
    keyOf,
    idOf: ({ partnerId }) => partnerId,
    indexNames: ['list'],
  });

  /**
   * Writes a partner, and reserves the public key of a new key.
   * @returns `lost` if the condition on the partner's item failed
   */
  const write = async (
    Item: Item,
    { partnerId, keys }: Partner,
    keyId: string | undefined,
    condition: object,
  ): Promise<'written' | 'lost' | 'public-key-taken'> => {
    const publicKey = keyId === undefined ? undefined : keys[keyId]?.publicKey;
    const reservation = {
      TableName: table,
      Item: { pk: `${partnerKeys.publicKey}${publicKey}`, partnerId, keyId },
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    const TransactItems = [
      { Put: { TableName: table, Item, ...condition } },
      ...(publicKey === undefined ? [] : [{ Put: reservation }]),
    ];
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return 'written';
    } catch (error) {
      return failedCondition(error) === 'first' ? 'lost' : 'public-key-taken';
    }
  };

  return {
    load: items.load,

    insert: async (partner, newKey) => {
      const unlessThere = { ConditionExpression: 'attribute_not_exists(pk)' };
      const outcome = await write(itemFor(partner, 1), partner, newKey, unlessThere);
      return outcome === 'written' ? 'inserted' : outcome === 'lost' ? 'exists' : outcome;
    },

    save: async (partner, version, newKey) => {
      const unlessChanged = {
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      };
      const outcome = await write(itemFor(partner, version + 1), partner, newKey, unlessChanged);
      return outcome === 'written' ? 'saved' : outcome === 'lost' ? 'conflict' : outcome;
    },

    ids: async ({ limit, after }) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byList',
          KeyConditionExpression: '#list = :list',
          ExpressionAttributeNames: { '#list': 'list' },
          ExpressionAttributeValues: { ':list': LIST },
          Limit: limit,
          ...(after === undefined
            ? {}
            : { ExclusiveStartKey: { list: LIST, partnerId: after, pk: keyOf(after) } }),
        }),
      );
      const next = LastEvaluatedKey?.['partnerId'] as string | undefined;
      return {
        items: Items.map((item) => String(item['partnerId'])),
        ...(next === undefined ? {} : { next }),
      };
    },

    loadMany: async (partnerIds) => {
      const found = await batchGetAll(client, table, partnerIds.map(keyOf), { ConsistentRead: true });
      return partnerIds.flatMap((partnerId) => {
        const item = found.get(keyOf(partnerId));
        return item === undefined ? [] : [items.stateOf(item)];
      });
    },
  };
};
