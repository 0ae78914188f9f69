import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoCodeStore } from '../../simulators/identity/adapters/dynamo-code-store.ts';
import {
  dynamoBehaviourStore,
  dynamoSessionStore,
  dynamoWebhookEndpointStore,
} from '../../simulators/payment-gateway/adapters/dynamo-stores.ts';
import { openSession } from '../../simulators/payment-gateway/domain/session.ts';
import { memoryCodes } from '../support/memory/identity-simulator.ts';
import {
  memoryBehaviours,
  memorySessions,
  memoryWebhookEndpoints,
} from '../support/memory/payment-gateway-simulator.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let table: ServiceTable;
beforeAll(async () => {
  // The stores of the simulators need only the key `pk`, which the table of the payments service has.
  table = await createServiceTable('payments');
});
afterAll(() => table.close());

const at = '2026-03-01T09:30:00.000Z';
const terms = { orderId: 'o-1', amount: 1000, currency: 'EUR', payBy: at, metadata: { a: 'b' } };
const implementations = <T>(memory: () => T, dynamo: (name: string, client: ServiceTable['client']) => T) =>
  [
    ['in memory', memory],
    ['in DynamoDB', () => dynamo(table.name, table.client)],
  ] as const;

describe.each(implementations(memorySessions, dynamoSessionStore))('Sessions %s', (_, create) => {
  it('are inserted once, and saved only if the version is the one that was read', async () => {
    const sessions = create();
    const session = openSession('cs_1', terms, at);
    expect(await sessions.load('cs_1')).toBeUndefined();
    expect(await sessions.insert(session)).toBe('inserted');
    expect(await sessions.insert({ ...session, amount: 1 })).toBe('exists');
    expect(await sessions.load('cs_1')).toEqual({ state: session, version: 1 });
    expect(await sessions.save({ ...session, status: 'expired' }, 1)).toBe('saved');
    expect(await sessions.save(session, 1)).toBe('conflict');
    expect(await sessions.load('cs_1')).toEqual({ state: { ...session, status: 'expired' }, version: 2 });
  });

  it('are not saved if never inserted', async () => {
    expect(await create().save(openSession('cs_2', terms, at), 1)).toBe('conflict');
  });
});

describe.each(implementations(memoryBehaviours, dynamoBehaviourStore))('The behaviour %s', (_, create) => {
  it('is replaced completely, and faultless until it is set', async () => {
    const behaviours = create();
    await behaviours.save({});
    expect(await behaviours.load()).toEqual({});
    expect(await behaviours.takeOne('lose')).toBe(false);
    await behaviours.save({ lose: 1, forge: true });
    await behaviours.save({ delaySeconds: 2 });
    expect(await behaviours.load()).toEqual({ delaySeconds: 2 });
  });

  it('counts down to zero and no further, even with concurrent calls', async () => {
    const behaviours = create();
    await behaviours.save({ lose: 3, timeOutAfterActing: 9 });
    const taken = await Promise.all(Array.from({ length: 8 }, () => behaviours.takeOne('lose')));
    expect(taken.filter(Boolean)).toHaveLength(3);
    expect(await behaviours.load()).toEqual({ lose: 0, timeOutAfterActing: 9 });
  });

  it('does not count down a setting that is not a count', async () => {
    const behaviours = create();
    await behaviours.save({ timeOutAfterActing: true });
    expect(await behaviours.takeOne('timeOutAfterActing')).toBe(false);
  });
});

describe.each(implementations(memoryWebhookEndpoints, dynamoWebhookEndpointStore))(
  'The webhook endpoint %s',
  (_, create) => {
    it('is replaced only if the caller knows the current one', async () => {
      const endpoints = create();
      const [a, b] = [
        { url: 'http://a.test', secret: 'whsec_a' },
        { url: 'http://b.test', secret: 'whsec_b' },
      ];
      expect(await endpoints.load()).toBeUndefined();
      expect(await endpoints.replace(undefined, a)).toBe(true);
      expect(await endpoints.replace(undefined, b)).toBe(false);
      expect(await endpoints.replace(b, a)).toBe(false);
      expect(await endpoints.load()).toEqual(a);
      expect(await endpoints.replace(a, b)).toBe(true);
      expect(await endpoints.load()).toEqual(b);
    });
  },
);

describe.each(implementations(memoryCodes, dynamoCodeStore))('Authorization codes %s', (_, create) => {
  it('are given to one caller only', async () => {
    const codes = create();
    const issued = {
      code: 'code-1',
      clientId: 'shop',
      redirectUri: 'http://localhost:8976/callback',
      challenge: 'challenge',
      nonce: undefined,
      subject: { sub: 'alice', roles: ['customer' as const], email: 'alice@example.com', phone: undefined },
      expiresAt: 1_900_000_000,
    };
    await codes.insert(issued);
    const taken = await Promise.all(Array.from({ length: 5 }, () => codes.take('code-1')));
    expect(taken.filter((code) => code !== undefined)).toEqual([issued]);
    expect(await codes.take('another')).toBeUndefined();
  });
});
