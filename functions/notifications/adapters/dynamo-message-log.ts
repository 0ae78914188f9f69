import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { batchGetAll } from '../../../shared/persistence/batch-get.ts';
import type { MessageLog } from '../domain/message-log.ts';
import { placeOf } from '../domain/order-log.ts';
import { attributeOf, keyOf, orderLogOf, storedOf } from './log-item.ts';

/**
 * The message log in DynamoDB: one item `log#<order>` for each order, with an attribute for each message. It is an
 * attribute of the item itself and not of a map in it, for an update cannot set a part of a map that is not there yet.
 *
 * `customerId` and `toldKey`, which are all that the index `byCustomer` holds, are set by the first claim and never
 * change, so the index is written once for each order.
 */
export const dynamoMessageLog = (client: DynamoDBDocumentClient, table: string): MessageLog => ({
  claim: async ({ orderId, customerId, eventId, channels, meaning, now, until }) => {
    const messages = channels.map((channel, index) => ({
      placeholder: `#message${index}`,
      attribute: attributeOf(orderId, { eventId, channel }),
    }));
    const sets = [
      'customerId = if_not_exists(customerId, :customerId)',
      'toldKey = if_not_exists(toldKey, :toldKey)',
      ...messages.map(({ placeholder }) => `${placeholder} = :claim`),
      ...(meaning === 'settles' ? ['settledAt = if_not_exists(settledAt, :now)'] : []),
    ];
    const conditions = [
      // Instants sort as text.
      ...messages.map(
        ({ placeholder }) => `(attribute_not_exists(${placeholder}) OR ${placeholder}.claimedUntil <= :now)`,
      ),
      ...(meaning === 'asks' ? ['attribute_not_exists(settledAt)'] : []),
    ];
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: keyOf(orderId) },
          UpdateExpression: `SET ${sets.join(', ')}`,
          ConditionExpression: conditions.join(' AND '),
          ExpressionAttributeNames: Object.fromEntries(
            messages.map(({ placeholder, attribute }) => [placeholder, attribute]),
          ),
          ExpressionAttributeValues: {
            ':customerId': customerId,
            ':toldKey': placeOf(now, orderId),
            ':claim': { claimedUntil: until },
            ':now': now,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'claimed';
    } catch (error) {
      // No item, no refusal: all that the condition asks for is that something is not there.
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      return orderLogOf(unmarshall(error.Item));
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

  placesOf: async (customerId, { limit, after }) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byCustomer',
        KeyConditionExpression:
          after === undefined ? 'customerId = :customer' : 'customerId = :customer AND toldKey < :after',
        ExpressionAttributeValues: {
          ':customer': customerId,
          ...(after === undefined ? {} : { ':after': after }),
        },
        ScanIndexForward: false,
        // One more tells whether there is a next page.
        Limit: limit + 1,
      }),
    );
    const items = Items.slice(0, limit).map((item) => String(item['toldKey']));
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
