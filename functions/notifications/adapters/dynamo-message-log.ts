import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { daysAfter } from '../../../shared/kernel/clock.ts';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import { sortKeyOf, type MessageLog } from '../domain/message-log.ts';
import { attributeOf, keyOf, nameOf, orderLogOf, storedOf, TOLD } from './message-log-items.ts';

/**
 * The message log in DynamoDB: one item `log#<order>` for each order, with a top-level attribute for each message.
 * Messages are not entries of one map attribute, because an update cannot set an entry of a map that does not exist
 * yet. If an event type has a limit, the set `told:<event type>` contains the ids of the events that the customer was
 * told of.
 *
 * The index `byCustomer` contains only keys: `pk`, `customerId` and `sortKey`. The first claim sets the last two (a
 * worker claims a message before sending it), and only `forget` removes them. So no other update writes to the index.
 * @param keepDays how many days an order's log is kept after the last claim or `forget`. Only a caller that claims or
 *   forgets must pass it
 */
export const dynamoMessageLog = (
  client: DynamoDBDocumentClient,
  table: string,
  keepDays?: number,
): MessageLog => ({
  claim: async ({ orderId, customerId, eventId, channels, meaning, limit, now, until }) => {
    const messages = channels.map((channel, index) => ({
      placeholder: `#message${index}`,
      attribute: attributeOf(orderId, { eventId, channel }),
    }));
    const sets = [
      'customerId = if_not_exists(customerId, :customerId)',
      'sortKey = if_not_exists(sortKey, :sortKey)',
      ...expiry(keepDays),
      ...messages.map(({ placeholder }) => `${placeholder} = :claim`),
      ...(meaning === 'settles' ? ['settledAt = if_not_exists(settledAt, :now)'] : []),
    ];
    const conditions = [
      // Instants can be compared as text (ISO 8601).
      ...messages.map(
        ({ placeholder }) => `(attribute_not_exists(${placeholder}) OR ${placeholder}.claimedUntil <= :now)`,
      ),
      ...(meaning === 'asks' ? ['attribute_not_exists(settledAt)'] : []),
      'attribute_not_exists(forgottenAt)',
      // A set contains each event only once, even if the event is claimed several times.
      ...(limit === undefined
        ? []
        : ['(attribute_not_exists(#told) OR contains(#told, :event) OR size(#told) < :most)']),
    ];
    const counted = limit && {
      names: { '#told': `${TOLD}${limit.eventType}` },
      values: {
        ':event': nameOf(orderId, eventId),
        ':events': new Set([nameOf(orderId, eventId)]),
        ':most': limit.most,
      },
    };
    try {
      const { Attributes = {} } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: keyOf(orderId) },
          UpdateExpression: `SET ${sets.join(', ')}${counted === undefined ? '' : ' ADD #told :events'}`,
          ConditionExpression: conditions.join(' AND '),
          ExpressionAttributeNames: {
            ...Object.fromEntries(messages.map(({ placeholder, attribute }) => [placeholder, attribute])),
            ...counted?.names,
          },
          ExpressionAttributeValues: {
            ':customerId': customerId,
            ':sortKey': sortKeyOf(now, orderId),
            ':claim': { claimedUntil: until },
            ':now': now,
            ...(keepDays === undefined ? {} : { ':expiresAt': daysAfter(now, keepDays) }),
            ...counted?.values,
          },
          // DynamoDB charges nothing for returned items (UpdateItem, API reference).
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { outcome: 'claimed', log: orderLogOf(Attributes) };
    } catch (error) {
      // The condition fails only on an existing item, so the error has the item.
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      return { outcome: 'refused', log: orderLogOf(unmarshall(error.Item)) };
    }
  },

  record: async ({ orderId, eventId, channel, outcome }) => {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: keyOf(orderId) },
        UpdateExpression: 'SET #message = :outcome',
        ExpressionAttributeNames: { '#message': attributeOf(orderId, { eventId, channel }) },
        ExpressionAttributeValues: { ':outcome': storedOf(eventId, outcome) },
      }),
    );
  },

  forget: async (orderId, at) => {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: keyOf(orderId) },
        UpdateExpression: `SET ${['forgottenAt = if_not_exists(forgottenAt, :at)', ...expiry(keepDays)].join(', ')} REMOVE customerId, sortKey`,
        ExpressionAttributeValues: {
          ':at': at,
          ...(keepDays === undefined ? {} : { ':expiresAt': daysAfter(at, keepDays) }),
        },
      }),
    );
  },

  sortKeysOfCustomer: async (customerId, { limit, after }) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byCustomer',
        KeyConditionExpression:
          after === undefined ? 'customerId = :customer' : 'customerId = :customer AND sortKey < :after',
        ExpressionAttributeValues: {
          ':customer': customerId,
          ...(after === undefined ? {} : { ':after': after }),
        },
        ScanIndexForward: false,
        // Reads one key more than the page, to know whether there is a next page.
        Limit: limit + 1,
      }),
    );
    const items = Items.slice(0, limit).map((item) => String(item['sortKey']));
    const next = Items.length > limit ? items.at(-1) : undefined;
    return { items, ...(next === undefined ? {} : { next }) };
  },

  loadMany: async (orderIds) => {
    const found = await batchGetAll(client, table, orderIds.map(keyOf));
    return orderIds.flatMap((orderId) => {
      const item = found.get(keyOf(orderId));
      return item === undefined ? [] : [orderLogOf(item)];
    });
  },
});

/** The part of an update that sets when a log expires. */
const expiry = (keepDays: number | undefined): readonly string[] =>
  keepDays === undefined ? [] : ['expiresAt = :expiresAt'];
