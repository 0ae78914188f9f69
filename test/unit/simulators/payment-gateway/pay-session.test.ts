import { describe, expect, it } from '@jest/globals';
import { sessionAggregate } from '../../../../simulators/payment-gateway/aggregate.ts';
import type { Behaviour } from '../../../../simulators/payment-gateway/domain/behaviour.ts';
import { openSession } from '../../../../simulators/payment-gateway/domain/session.ts';
import { paySession, type PayerChoice } from '../../../../simulators/payment-gateway/pay-session.ts';
import {
  memoryBehaviours,
  memorySessions,
  memoryWebhookQueue,
} from '../../../support/memory/payment-gateway-simulator.ts';

const at = '2026-03-01T09:30:00.000Z';
const trace = { correlationId: 'c', causationId: 'c' };
const terms = { orderId: 'o-1', amount: 1000, currency: 'EUR', payBy: at, metadata: {} };

const gateway = async (behaviour: Behaviour = {}) => {
  const sessions = memorySessions();
  await sessions.insert(openSession('cs_1', terms, at));
  const behaviours = memoryBehaviours(behaviour);
  const { queue, sent } = memoryWebhookQueue();
  const draws = [0.9, 0, 0.5];
  const random = () => draws.shift() ?? 0;
  const paying = paySession({
    sessions: sessionAggregate(sessions, () => at),
    behaviours,
    webhooks: queue,
    random,
  });
  const pay = (id: string, choice: PayerChoice) => paying(id, choice, trace);
  return { pay, sent, sessions, behaviours, queue };
};
const idsOf = (sent: Awaited<ReturnType<typeof gateway>>['sent']) =>
  sent.map(({ delivery, delaySeconds }) => [delivery.webhook.id, delaySeconds]);

describe('Paying a session', () => {
  it('sends one webhook, though the payer clicks twice', async () => {
    const { pay, sent, sessions } = await gateway();
    expect(await pay('cs_1', 'succeed')).toMatchObject({ outcome: 'paid', session: { status: 'paid' } });
    expect(await pay('cs_1', 'succeed')).toMatchObject({ outcome: 'paid', session: { status: 'paid' } });
    expect(idsOf(sent)).toEqual([['msg_cs_1_paid', 0]]);
    expect((await sessions.load('cs_1'))?.state.unsent).toEqual([]);
  });

  it('says when there is no such session, or it can no longer be paid', async () => {
    const { pay, sessions } = await gateway();
    expect(await pay('cs_2', 'succeed')).toEqual({ outcome: 'missing' });
    const stored = await sessions.load('cs_1');
    if (stored === undefined) throw new Error('no session');
    await sessions.save({ ...stored.state, status: 'expired' }, stored.version);
    expect(await pay('cs_1', 'succeed')).toMatchObject({
      outcome: 'refused',
      session: { status: 'expired' },
    });
  });

  it('keeps a few webhooks about declines while none can be queued, and always the one about a payment', async () => {
    const { pay, sessions, queue, sent } = await gateway();
    const { send } = queue;
    queue.send = () => Promise.reject(new Error('down'));
    for (let n = 0; n < 100; n += 1) await expect(pay('cs_1', 'decline')).rejects.toThrow('down');
    expect((await sessions.load('cs_1'))?.state).toMatchObject({ declines: 100, unsent: { length: 20 } });
    await expect(pay('cs_1', 'succeed')).rejects.toThrow('down');
    queue.send = send;
    await pay('cs_1', 'succeed');
    expect(sent).toHaveLength(21);
    expect(idsOf(sent)).toContainEqual(['msg_cs_1_paid', 0]);
    expect((await sessions.load('cs_1'))?.state.unsent).toEqual([]);
  });

  it('sends the webhook again after a call that died before it was sent', async () => {
    const { pay, sent, queue } = await gateway();
    const { send } = queue;
    queue.send = () => Promise.reject(new Error('died'));
    await expect(pay('cs_1', 'succeed')).rejects.toThrow('died');
    queue.send = send;
    await pay('cs_1', 'succeed');
    expect(idsOf(sent)).toEqual([['msg_cs_1_paid', 0]]);
  });

  it('loses as many webhooks as it was told to, then none', async () => {
    const { pay, sent, behaviours } = await gateway({ lose: 1 });
    await pay('cs_1', 'decline');
    expect(sent).toEqual([]);
    await pay('cs_1', 'succeed');
    expect(idsOf(sent)).toEqual([['msg_cs_1_paid', 0]]);
    expect(await behaviours.load()).toEqual({ lose: 0 });
  });

  it('sends webhooks late, several times and out of order', async () => {
    const { pay, sent } = await gateway({ delaySeconds: 5, duplicate: 2, reorder: true });
    await pay('cs_1', 'succeed');
    expect(idsOf(sent)).toEqual([
      ['msg_cs_1_paid', 8],
      ['msg_cs_1_paid', 5],
      ['msg_cs_1_paid', 7],
    ]);
  });

  it('sends a forged success ahead of a decline', async () => {
    const { pay, sent } = await gateway({ forge: true });
    await pay('cs_1', 'decline');
    const told = sent.map((planned) => [
      planned.delivery.forged,
      planned.delivery.webhook.body.type,
      planned.delaySeconds,
    ]);
    expect(told).toEqual([
      [true, 'payment.succeeded', 0],
      [false, 'payment.failed', 1],
    ]);
  });
});
