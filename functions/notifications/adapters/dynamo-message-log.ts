import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { daysAfter } from '../../../shared/kernel/clock.ts';
import { batchGetAll } from '../../../shared/persistence/document-client.ts';
import type { Channel } from '../domain/contact.ts';
import {
  sortKeyOf,
  type LoggedMessage,
  type MessageKey,
  type MessageLog,
  type OrderLog,
  type Outcome,
} from '../domain/message-log.ts';

/**
 * The message log in DynamoDB: one item `log#<order>` for each order, with a top-level attribute for each message.
 * Messages are not entries of one map attribute, because an update cannot set an entry of a map that does not exist
 * yet.
 *
 * The index `byCustomer` contains only `customerId` and `sortKey`. The first claim sets them, and only `forget` removes
 * them, so DynamoDB writes the index once for each order.
 * @param keepDays how long an order's log is kept after the last claim; only a caller that claims or forgets needs it
 */
export const dynamoMessageLog = (
  client: DynamoDBDocumentClient,
  table: string,
  keepDays?: number,
): MessageLog => ({
  claim: async ({ orderId, customerId, eventId, channels, meaning, now, until }) => {
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
    ];
    try {
      const { Attributes = {} } = await client.send(
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
            ':sortKey': sortKeyOf(now, orderId),
            ':claim': { claimedUntil: until },
            ':now': now,
            ...(keepDays === undefined ? {} : { ':expiresAt': daysAfter(now, keepDays) }),
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

const PREFIX = 'log#';

/** The key of an order's log. */
export const keyOf = (orderId: string): string => `${PREFIX}${orderId}`;

/** An event's id begins with the event's type (`eventId` in shared/events/integration-event.ts). */
const typeOf = (eventId: string): string => eventId.split(':', 1)[0] ?? '';

/**
 * The name of a message's attribute:
 * - for the event `OrderCreated:<order>:1` it is `email:OrderCreated:1`. It omits the order's id, to keep items below 1
 *   KB;
 * - for an event id of any other form it is `email=<event id>`. Because of the other separator, it cannot be mistaken
 *   for a name of the first kind.
 */
export const attributeOf = (orderId: string, { eventId, channel }: MessageKey): string => {
  const type = typeOf(eventId);
  const usual = `${type}:${orderId}`;
  const rest = eventId.slice(usual.length);
  return eventId.startsWith(usual) && (rest === '' || rest.startsWith(':'))
    ? `${channel}:${type}${rest}`
    : `${channel}=${eventId}`;
};

/** The inverse of `attributeOf`. Returns `undefined` for an attribute that is not a message. */
export const messageKeyOf = (orderId: string, attribute: string): MessageKey | undefined => {
  const [, channel, sign, text = ''] = /^(email|sms)([:=])(.*)$/s.exec(attribute) ?? [];
  if (channel === undefined) return undefined;
  const type = typeOf(text);
  const eventId = sign === '=' ? text : `${type}:${orderId}${text.slice(type.length)}`;
  return { eventId, channel: channel as Channel };
};

/** The value of a message's attribute: a claim, or how the message ended. */
interface StoredMessage {
  readonly claimedUntil?: string;
  readonly sentAt?: string;
  readonly subject?: string;
  /** Absent if the event's id begins with the event's type. */
  readonly eventType?: string;
  readonly refusedAt?: string;
  readonly code?: string;
  readonly suppressedAt?: string;
}

/** Converts an outcome to the value of the message's attribute. */
export const storedOf = (eventId: string, outcome: Outcome): StoredMessage => {
  switch (outcome.status) {
    case 'SENT': {
      const { sentAt, subject, eventType } = outcome;
      return { sentAt, subject, ...(eventType === typeOf(eventId) ? {} : { eventType }) };
    }
    case 'REFUSED':
      return { refusedAt: outcome.refusedAt, code: outcome.code };
    case 'SUPPRESSED':
      return { suppressedAt: outcome.suppressedAt };
  }
};

const stateOf = (eventId: string, stored: StoredMessage): LoggedMessage['state'] => {
  const {
    claimedUntil,
    sentAt,
    subject = '',
    eventType = typeOf(eventId),
    refusedAt = '',
    code = '',
    suppressedAt,
  } = stored;
  if (claimedUntil !== undefined) return { status: 'CLAIMED', claimedUntil };
  if (sentAt !== undefined) return { status: 'SENT', sentAt, eventType, subject };
  if (suppressedAt !== undefined) return { status: 'SUPPRESSED', suppressedAt };
  return { status: 'REFUSED', refusedAt, code };
};

/** Reads an order's log from its item. */
export const orderLogOf = (item: Readonly<Record<string, unknown>>): OrderLog => {
  const {
    pk,
    sortKey = '',
    settledAt,
    forgottenAt,
  } = item as Record<'pk' | 'sortKey' | 'settledAt' | 'forgottenAt', string | undefined>;
  const orderId = (pk ?? '').slice(PREFIX.length);
  return {
    orderId,
    sortKey,
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(forgottenAt === undefined ? {} : { forgottenAt }),
    messages: Object.entries(item).flatMap(([attribute, value]) => {
      const key = messageKeyOf(orderId, attribute);
      return key === undefined ? [] : [{ ...key, state: stateOf(key.eventId, value as StoredMessage) }];
    }),
  };
};
