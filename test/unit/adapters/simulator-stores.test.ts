import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { CodeStore } from '../../../simulators/identity/authorization-code.ts';
import type { BehaviourStore } from '../../../simulators/payment-gateway/domain/behaviour.ts';
import { openSession, type SessionStore } from '../../../simulators/payment-gateway/domain/session.ts';
import type { WebhookEndpointStore } from '../../../simulators/payment-gateway/domain/webhook.ts';
import { awsError, conditionFailed } from '../../support/aws-answers.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';

let aws: FakeAws;
let sessions: SessionStore;
let behaviours: BehaviourStore;
let endpoints: WebhookEndpointStore;
let codes: CodeStore;

beforeAll(async () => {
  aws = await startFakeAws();
  const [session, behaviour, endpoint, code] = await Promise.all([
    import('../../../simulators/payment-gateway/adapters/dynamo-stores.ts'),
    import('../../../simulators/payment-gateway/adapters/dynamo-stores.ts'),
    import('../../../simulators/payment-gateway/adapters/dynamo-stores.ts'),
    import('../../../simulators/identity/adapters/dynamo-code-store.ts'),
  ]);
  sessions = session.dynamoSessionStore('table');
  behaviours = behaviour.dynamoBehaviourStore('table');
  endpoints = endpoint.dynamoWebhookEndpointStore('table');
  codes = code.dynamoCodeStore('table');
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const puts = () => aws.inputsOf('DynamoDB.PutItem') as readonly Readonly<Record<string, object>>[];
const isAbsent = { ConditionExpression: 'attribute_not_exists(pk)' };

const session = openSession(
  'cs_1',
  { orderId: 'o-1', amount: 1000, currency: 'EUR', payBy: '2026-03-01T10:00:00.000Z', metadata: {} },
  '2026-03-01T09:00:00.000Z',
);
const endpoint = { url: 'https://shop.example/hook', secret: 'whsec_new' };

describe('what the simulators keep', () => {
  const reads: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    ['a session', 'session#cs_1', () => sessions.load('cs_1')],
    ['the behaviour', 'behaviour', () => behaviours.load()],
    ['the address of webhooks', 'webhook-endpoint', () => endpoints.load()],
  ];

  it.each(reads)('is read strongly consistent: %s', async (_, pk, load) => {
    await load();
    expect(aws.inputsOf('DynamoDB.GetItem')).toMatchObject([
      { TableName: 'table', Key: { pk: { S: pk } }, ConsistentRead: true },
    ]);
  });

  const writes: readonly (readonly [string, unknown, () => Promise<unknown>])[] = [
    ['the insertion of a session', 'exists', () => sessions.insert(session)],
    ['the saving of a session', 'conflict', () => sessions.save(session, 3)],
    ['the countdown of a misbehaviour', false, () => behaviours.takeOne('lose')],
    ['the replacement of an address', false, () => endpoints.replace(endpoint, endpoint)],
  ];

  it.each(writes)(
    'reports that another write was first, and passes on any other error: %s',
    async (_, lost, write) => {
      aws.answer(() => conditionFailed());
      expect(await write()).toBe(lost);
      aws.answer(() => awsError('ValidationException'));
      await expect(write()).rejects.toThrow('ValidationException');
    },
  );
});

describe('a session of the gateway', () => {
  it('is inserted at version 1, unless there is one', async () => {
    expect(await sessions.insert(session)).toBe('inserted');
    expect(puts()).toMatchObject([
      { Item: { pk: { S: 'session#cs_1' }, version: { N: '1' }, status: { S: 'open' } }, ...isAbsent },
    ]);
  });

  it('is saved at the next version, if the one that was read is still there, and read back as it was', async () => {
    expect(await sessions.save(session, 3)).toBe('saved');
    expect(puts()).toMatchObject([
      {
        Item: { version: { N: '4' } },
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { N: '3' } },
      },
    ]);
    const Item = puts()[0]?.['Item'];
    aws.answer(() => ({ body: { Item } }));
    expect(await sessions.load('cs_1')).toEqual({ state: session, version: 4 });
  });

  it('expires 90 days after its last change', async () => {
    const before = Math.floor(Date.now() / 1000);
    await sessions.save(session, 3);
    const [put] = puts() as unknown as [{ readonly Item: { readonly expiresAt: { readonly N: string } } }];
    const days = (Number(put.Item.expiresAt.N) - before) / 86_400;
    expect(days).toBeGreaterThanOrEqual(90);
    expect(days).toBeLessThan(90.1);
  });
});

describe('a misbehaviour that is counted down', () => {
  it('takes one, if there is one left', async () => {
    expect(await behaviours.takeOne('lose')).toBe(true);
    expect(aws.inputsOf('DynamoDB.UpdateItem')).toMatchObject([
      {
        Key: { pk: { S: 'behaviour' } },
        UpdateExpression: 'SET #count = #count - :one',
        ConditionExpression: '#count > :zero',
        ExpressionAttributeNames: { '#count': 'lose' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':zero': { N: '0' } },
      },
    ]);
  });
});

describe('the address of webhooks', () => {
  it('is registered if there is none, and replaced only by anyone who knows its secret', async () => {
    expect(await endpoints.replace(undefined, endpoint)).toBe(true);
    expect(await endpoints.replace({ url: 'https://old.example', secret: 'whsec_old' }, endpoint)).toBe(true);
    expect(puts()).toMatchObject([
      isAbsent,
      {
        Item: { pk: { S: 'webhook-endpoint' }, secret: { S: 'whsec_new' } },
        ConditionExpression: '#secret = :known',
        ExpressionAttributeNames: { '#secret': 'secret' },
        ExpressionAttributeValues: { ':known': { S: 'whsec_old' } },
      },
    ]);
  });
});

describe('an authorization code', () => {
  const issued = {
    code: 'c-1',
    clientId: 'shop',
    redirectUri: 'http://localhost/',
    challenge: 'challenge',
    subject: { sub: 'alice', roles: ['customer' as const] },
    expiresAt: 1_800_000_000,
  };

  it('is kept until it expires', async () => {
    await codes.insert({ ...issued, nonce: undefined });
    expect(puts()).toMatchObject([
      { Item: { pk: { S: 'authorization-code#c-1' }, expiresAt: { N: '1800000000' } } },
    ]);
  });

  it('is removed by the call that returns it, so that only one caller gets it', async () => {
    expect(await codes.take('c-1')).toBeUndefined();
    aws.answer(({ operation }) =>
      operation === 'DynamoDB.DeleteItem'
        ? { body: { Attributes: marshall({ pk: 'authorization-code#c-1', ...issued }) } }
        : undefined,
    );
    expect(await codes.take('c-1')).toEqual(issued);
    const deletion = { Key: { pk: { S: 'authorization-code#c-1' } }, ReturnValues: 'ALL_OLD' };
    expect(aws.inputsOf('DynamoDB.DeleteItem')).toMatchObject([deletion, deletion]);
  });
});
