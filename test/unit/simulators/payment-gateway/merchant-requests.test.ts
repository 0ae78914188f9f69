import { describe, expect, it } from '@jest/globals';
import { sessionAggregate } from '../../../../simulators/payment-gateway/aggregate.ts';
import { createSession } from '../../../../simulators/payment-gateway/create-session.ts';
import { misbehaves } from '../../../../simulators/payment-gateway/domain/behaviour.ts';
import type { SessionTerms } from '../../../../simulators/payment-gateway/domain/session.ts';
import { expireSession } from '../../../../simulators/payment-gateway/expire-session.ts';
import { getSession } from '../../../../simulators/payment-gateway/get-session.ts';
import { answerMerchant, authenticateMerchant } from '../../../../simulators/payment-gateway/merchant-api.ts';
import { paySession, type PayerChoice } from '../../../../simulators/payment-gateway/pay-session.ts';
import { refundPayment } from '../../../../simulators/payment-gateway/refund-payment.ts';
import { registerWebhookEndpoint } from '../../../../simulators/payment-gateway/register-webhook-endpoint.ts';
import {
  memoryBehaviours,
  memorySessions,
  memoryWebhookEndpoints,
  memoryWebhookQueue,
} from '../../../support/memory/payment-gateway-simulator.ts';

const at = '2026-03-01T09:30:00.000Z';
const trace = { correlationId: 'c', causationId: 'c' };
const terms = { orderId: 'o-1', amount: 1000, currency: 'EUR', payBy: at, metadata: { a: '1', b: '2' } };

const gateway = () => {
  const behaviours = memoryBehaviours();
  const now = () => at;
  const sessions = sessionAggregate(memorySessions(), now);
  const create = createSession({ sessions, behaviours, sessionIdOf: async (key) => `cs_${key}`, now });
  const expire = expireSession({ sessions });
  const refund = refundPayment({ sessions, behaviours, refundIdOf: async (key) => `re_${key}` });
  const pay = paySession({ sessions, behaviours, webhooks: memoryWebhookQueue().queue, random: () => 0 });
  return {
    behaviours,
    create: (key: string, wanted: SessionTerms) => create(key, wanted, trace),
    get: getSession({ sessions }),
    expire: (id: string) => expire(id, trace),
    refund: (id: string, key: string, amount: number) => refund(id, key, amount, trace),
    pay: (id: string, choice: PayerChoice) => pay(id, choice, trace),
  };
};

describe('The merchant', () => {
  it('gets one session for one key and the same terms, as it is by now', async () => {
    const { create, pay } = gateway();
    expect(await create('k', terms)).toMatchObject({ isNew: true, session: { id: 'cs_k', status: 'open' } });
    await pay('cs_k', 'succeed');
    const again = await create('k', { ...terms, metadata: { b: '2', a: '1' } });
    expect(again).toMatchObject({ isNew: false, session: { id: 'cs_k', status: 'paid', paidAt: at } });
  });

  it('cannot use one key for other terms', async () => {
    const { create } = gateway();
    await create('k', terms);
    await expect(create('k', { ...terms, amount: 999 })).rejects.toMatchObject({ kind: 'unprocessable' });
  });

  it('closes a session, unless it was paid', async () => {
    const { create, expire, pay } = gateway();
    await create('a', terms);
    await create('b', terms);
    await pay('cs_b', 'succeed');
    expect(await expire('cs_a')).toMatchObject({ status: 'expired' });
    expect(await expire('cs_b')).toMatchObject({ status: 'paid', paidAt: at });
    await expect(expire('cs_c')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('never gets back more than was paid, by eight refunds at once', async () => {
    const { create, get, pay, refund } = gateway();
    await create('k', terms);
    await pay('cs_k', 'succeed');
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => refund('cs_k', `r${index}`, 300)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await get('cs_k')).toMatchObject({ refundedAmount: 900 });
  });

  it('is refused a new session while the gateway is told to refuse, and finds one that was opened before', async () => {
    const { create, get, behaviours } = gateway();
    await create('a', terms);
    await behaviours.save({ refuseSessions: true });
    expect(await create('b', terms)).toEqual({ outcome: 'refused' });
    await expect(get('cs_b')).rejects.toMatchObject({ kind: 'not-found' });
    expect(await create('a', terms)).toMatchObject({ outcome: 'created', isNew: false });
    await expect(create('a', { ...terms, amount: 999 })).rejects.toMatchObject({ kind: 'unprocessable' });
    await behaviours.save({});
    expect(await create('b', terms)).toMatchObject({ outcome: 'created', isNew: true });
  });

  it('is refused a refund while the gateway is told to refuse', async () => {
    const { create, pay, refund, behaviours } = gateway();
    await create('k', terms);
    await pay('cs_k', 'succeed');
    await behaviours.save({ refuseRefunds: true });
    expect(await refund('cs_k', 'r', 1)).toEqual({ outcome: 'refused' });
    await behaviours.save({});
    expect(await refund('cs_k', 'r', 1)).toMatchObject({ outcome: 'settled', refund: { amount: 1 } });
  });

  it('is let in by the secret key alone', async () => {
    const authenticate = authenticateMerchant(async () => 'sk');
    await expect(authenticate('Bearer sk')).resolves.toBeDefined();
    for (const wrong of [undefined, '', 'Bearer', 'Bearer sk2', 'Basic sk', 'sk']) {
      await expect(authenticate(wrong)).rejects.toMatchObject({ kind: 'unauthenticated' });
    }
  });

  it('gets 504 for as many calls as was asked for, then answers again', async () => {
    const behaviours = memoryBehaviours({ timeOutAfterActing: 2 });
    const answer = answerMerchant(behaviours);
    const statuses = [];
    for (let call = 0; call < 3; call += 1) {
      statuses.push((await answer({ status: 201, body: {} }, trace)).status);
    }
    expect(statuses).toEqual([504, 504, 201]);
    await behaviours.save({ timeOutAfterActing: true });
    expect(await misbehaves(behaviours, 'timeOutAfterActing')).toBe(true);
    expect(await behaviours.load()).toEqual({ timeOutAfterActing: true });
  });

  it('keeps its signing secret for an address, until it asks for another one', async () => {
    let made = 0;
    const endpoints = memoryWebhookEndpoints();
    const newSecret = () => `whsec_${(made += 1)}`;
    const register = registerWebhookEndpoint({ endpoints, newSecret });
    expect(await register('http://shop.test', false)).toEqual({ secret: 'whsec_1' });
    expect(await register('http://shop.test', false)).toEqual({ secret: 'whsec_1' });
    expect(await register('http://shop.test', true)).toEqual({ secret: 'whsec_2' });
    expect(await register('http://other.test', false)).toEqual({ secret: 'whsec_3' });
    expect(await endpoints.load()).toEqual({ url: 'http://other.test', secret: 'whsec_3' });
  });
});
