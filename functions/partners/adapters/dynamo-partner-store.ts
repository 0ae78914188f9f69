import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Partner } from '../../../shared/kernel/caller.ts';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import { partnerKeys, versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { PartnerStore } from '../domain/partner.ts';

/** The only partition of the index. Partners are few, and seldom change. */
const LIST = 'partners';

const keyOf = (partnerId: string): string => `${partnerKeys.partner}${partnerId}`;

/** Partners in DynamoDB: one item `partner#<id>` for each, with all its keys, listed by the index `byList`. */
export const dynamoPartnerStore = (client: DynamoDBDocumentClient, table: string): PartnerStore => {
  const items = versionedItems<Partner>(client, table, {
    keyOf,
    indexAttributes: () => ({ list: LIST }),
    indexNames: ['list'],
  });
  return {
    load: items.load,
    insert: (partner) => items.insert(partner.partnerId, partner),
    save: (partner, version) => items.save(partner.partnerId, partner, version),

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
