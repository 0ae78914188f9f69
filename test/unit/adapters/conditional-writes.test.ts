import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ContactStore } from '../../../functions/notifications/domain/contact.ts';
import type { Claim, MessageLog } from '../../../functions/notifications/domain/message-log.ts';
import type { PriceList } from '../../../functions/orders/domain/ports.ts';
import { awsError, cancelled, conditionFailed } from '../../support/aws-answers.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { ORDER_ID, price } from '../../support/orders.ts';

let aws: FakeAws;
let prices: PriceList;
let contacts: ContactStore;
let log: MessageLog;

beforeAll(async () => {
  aws = await startFakeAws();
  const { documentClient } = await import('../../../shared/persistence/document-client.ts');
  const [{ dynamoPriceList }, { dynamoContactStore }, { dynamoMessageLog }] = await Promise.all([
    import('../../../functions/orders/adapters/dynamo-price-list.ts'),
    import('../../../functions/notifications/adapters/dynamo-contact-store.ts'),
    import('../../../functions/notifications/adapters/dynamo-message-log.ts'),
  ]);
  prices = dynamoPriceList(documentClient, 'table');
  contacts = dynamoContactStore(documentClient, 'table');
  log = dynamoMessageLog(documentClient, 'table', 365);
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

describe('a price', () => {
  it('is recorded if its revision is newer than the one that is there', async () => {
    expect(await prices.record(price({ revision: 4 }))).toBe('recorded');
    expect(aws.inputsOf('DynamoDB.PutItem')).toMatchObject([
      {
        Item: { pk: { S: 'price#espresso' }, unitAmount: { N: '1250' }, revision: { N: '4' } },
        ConditionExpression: 'attribute_not_exists(pk) OR #revision < :revision',
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': { N: '4' } },
      },
    ]);
  });

  it('is outdated if it is not newer, and any other error is passed on', async () => {
    aws.answer(() => conditionFailed());
    expect(await prices.record(price())).toBe('outdated');
    aws.answer(() => awsError('ValidationException'));
    await expect(prices.record(price())).rejects.toThrow('ValidationException');
  });
});

describe('contact details', () => {
  const contact = { email: { address: 'alice@example.com' }, channels: { email: true, sms: false } };
  const at = '2026-03-01T09:00:00.000Z';

  it('are read strongly consistent before a change, and at half the price before a message', async () => {
    aws.answer(() => ({ body: { Item: marshall({ pk: 'contact#alice', ...contact, savedAt: at }) } }));
    expect(await contacts.load('alice')).toEqual(contact);
    expect(await contacts.loadEventuallyConsistent('alice')).toEqual(contact);
    const Key = { pk: { S: 'contact#alice' } };
    expect(aws.inputsOf('DynamoDB.GetItem')).toEqual([
      { TableName: 'table', Key, ConsistentRead: true },
      { TableName: 'table', Key, ConsistentRead: false },
    ]);
  });

  it('are kept by customer, if the addresses are those that the change was decided from', async () => {
    expect(await contacts.save('alice', { before: undefined, after: contact, at })).toBe(true);
    expect(await contacts.save('alice', { before: contact, after: contact, at })).toBe(true);
    const Item = marshall({ pk: 'contact#alice', ...contact, savedAt: at });
    expect(aws.inputsOf('DynamoDB.PutItem')).toEqual([
      {
        TableName: 'table',
        Item,
        ConditionExpression: 'attribute_not_exists(email) AND attribute_not_exists(phone)',
      },
      {
        TableName: 'table',
        Item,
        ConditionExpression: 'email = :email AND attribute_not_exists(phone)',
        ExpressionAttributeValues: marshall({ ':email': contact.email }),
      },
    ]);
    aws.answer(() => conditionFailed());
    expect(await contacts.save('alice', { before: contact, after: contact, at })).toBe(false);
  });
});

describe('a forgotten customer', () => {
  const requestedAt = '2026-03-01T09:00:00.000Z';

  it('loses the contact details, unless they were saved after the request', async () => {
    await contacts.forget('alice', requestedAt);
    expect(aws.inputsOf('DynamoDB.TransactWriteItems')).toMatchObject([
      {
        TransactItems: [
          {
            Delete: {
              Key: { pk: { S: 'contact#alice' } },
              ConditionExpression: 'attribute_not_exists(savedAt) OR savedAt <= :requestedAt',
              ExpressionAttributeValues: { ':requestedAt': { S: requestedAt } },
            },
          },
          { Delete: { Key: { pk: { S: 'code#email#alice' } } } },
          { Delete: { Key: { pk: { S: 'code#sms#alice' } } } },
        ],
      },
    ]);
  });

  it('who came back keeps them, and any other error is passed on', async () => {
    aws.answer(() => cancelled({ Code: 'ConditionalCheckFailed' }, { Code: 'None' }, { Code: 'None' }));
    await contacts.forget('alice', requestedAt);
    aws.answer(() => cancelled({ Code: 'TransactionConflict' }, { Code: 'None' }, { Code: 'None' }));
    await expect(contacts.forget('alice', requestedAt)).rejects.toThrow();
    aws.answer(() => awsError('ValidationException'));
    await expect(contacts.forget('alice', requestedAt)).rejects.toThrow('ValidationException');
  });

  it('leaves the index of messages, and the log expires as any other', async () => {
    await log.forget(ORDER_ID, requestedAt);
    expect(aws.inputsOf('DynamoDB.UpdateItem')).toEqual([
      {
        TableName: 'table',
        Key: { pk: { S: `log#${ORDER_ID}` } },
        UpdateExpression:
          'SET forgottenAt = if_not_exists(forgottenAt, :at), expiresAt = :expiresAt REMOVE customerId, sortKey',
        ExpressionAttributeValues: {
          ':at': { S: requestedAt },
          ':expiresAt': { N: String(Date.parse(requestedAt) / 1000 + 365 * 86_400) },
        },
      },
    ]);
  });
});

describe('the claim of a message', () => {
  const now = '2026-03-01T09:00:00.000Z';
  const until = '2026-03-01T09:00:20.000Z';
  const claim = (overrides: Partial<Claim> = {}): Claim => ({
    orderId: ORDER_ID,
    customerId: 'alice',
    eventId: `OrderPaid:${ORDER_ID}`,
    channels: ['email', 'sms'],
    meaning: 'neither',
    now,
    until,
    ...overrides,
  });
  /** The condition that the personal data of the order's customer is not erased. */
  const named = 'attribute_not_exists(forgottenAt)';
  const update = () =>
    aws.inputsOf('DynamoDB.UpdateItem')[0] as {
      readonly UpdateExpression: string;
      readonly ConditionExpression: string;
    };
  const isFree = (n: number) => `(attribute_not_exists(#message${n}) OR #message${n}.claimedUntil <= :now)`;

  it('takes all channels or none, and only channels that are neither claimed nor done', async () => {
    const Attributes = marshall({
      pk: `log#${ORDER_ID}`,
      sortKey: now,
      'email:OrderPaid': { claimedUntil: until },
    });
    aws.answer(() => ({ body: { Attributes } }));
    const message = { eventId: `OrderPaid:${ORDER_ID}`, channel: 'email' };
    const state = { status: 'CLAIMED', claimedUntil: until };
    expect(await log.claim(claim())).toEqual({
      outcome: 'claimed',
      log: { orderId: ORDER_ID, sortKey: now, messages: [{ ...message, state }] },
    });
    expect(update()).toMatchObject({
      Key: { pk: { S: `log#${ORDER_ID}` } },
      ReturnValues: 'ALL_NEW',
      ConditionExpression: `${isFree(0)} AND ${isFree(1)} AND ${named}`,
      ExpressionAttributeNames: { '#message0': 'email:OrderPaid', '#message1': 'sms:OrderPaid' },
      ExpressionAttributeValues: {
        ':now': { S: now },
        // A year after the time at which the message was claimed.
        ':expiresAt': { N: String(Date.parse('2027-03-01T09:00:00.000Z') / 1000) },
        ':claim': { M: { claimedUntil: { S: until } } },
        ':customerId': { S: 'alice' },
        ':sortKey': { S: `${now}#${ORDER_ID}` },
      },
    });
    expect(update().UpdateExpression).toBe(
      'SET customerId = if_not_exists(customerId, :customerId), sortKey = if_not_exists(sortKey, :sortKey), ' +
        'expiresAt = :expiresAt, #message0 = :claim, #message1 = :claim',
    );
  });

  it('that asks for money finds no settled order, and one that settles the order says so', async () => {
    await log.claim(claim({ channels: ['email'], meaning: 'asks' }));
    expect(update().ConditionExpression).toBe(
      `${isFree(0)} AND attribute_not_exists(settledAt) AND ${named}`,
    );
    aws.reset();
    await log.claim(claim({ channels: ['email'], meaning: 'settles' }));
    expect(update().ConditionExpression).toBe(`${isFree(0)} AND ${named}`);
    expect(update().UpdateExpression).toContain('settledAt = if_not_exists(settledAt, :now)');
  });

  it('returns the log that prevented the claim', async () => {
    const item = marshall({
      pk: `log#${ORDER_ID}`,
      customerId: 'alice',
      sortKey: `${now}#${ORDER_ID}`,
      settledAt: now,
      'email:OrderPaid': { claimedUntil: until },
    });
    aws.answer(({ input }) =>
      conditionFailed(input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' ? item : undefined),
    );
    expect(await log.claim(claim())).toEqual({
      outcome: 'refused',
      log: {
        orderId: ORDER_ID,
        sortKey: `${now}#${ORDER_ID}`,
        settledAt: now,
        messages: [
          {
            eventId: `OrderPaid:${ORDER_ID}`,
            channel: 'email',
            state: { status: 'CLAIMED', claimedUntil: until },
          },
        ],
      },
    });
  });

  it('fails with any other error', async () => {
    aws.answer(() => awsError('ValidationException'));
    await expect(log.claim(claim())).rejects.toThrow('ValidationException');
  });

  it('is replaced by the outcome of the message', async () => {
    const outcome = { status: 'SENT', sentAt: now, eventType: 'OrderPaid', subject: 'S' } as const;
    await log.record({ orderId: ORDER_ID, eventId: `OrderPaid:${ORDER_ID}`, channel: 'email', outcome });
    expect(update()).toMatchObject({
      Key: { pk: { S: `log#${ORDER_ID}` } },
      UpdateExpression: 'SET #message = :outcome',
      ExpressionAttributeNames: { '#message': 'email:OrderPaid' },
      ExpressionAttributeValues: { ':outcome': { M: { sentAt: { S: now }, subject: { S: 'S' } } } },
    });
  });
});
