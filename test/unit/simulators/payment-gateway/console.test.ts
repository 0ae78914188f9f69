import { describe, expect, it } from '@jest/globals';
import { actInConsole } from '../../../../simulators/payment-gateway/act-in-console.ts';
import { sessionAggregate } from '../../../../simulators/payment-gateway/aggregate.ts';
import type { ConsoleAction } from '../../../../simulators/payment-gateway/domain/console.ts';
import { openSession } from '../../../../simulators/payment-gateway/domain/session.ts';
import { paySession } from '../../../../simulators/payment-gateway/pay-session.ts';
import {
  memoryBehaviours,
  memorySessions,
  memoryWebhookQueue,
} from '../../../support/memory/payment-gateway-simulator.ts';

const AT = '2026-03-01T09:30:00.000Z';
const trace = { correlationId: 'c', causationId: 'c' };

const console = async (lose = 0) => {
  const store = memorySessions();
  const { queue, sent } = memoryWebhookQueue();
  const behaviours = memoryBehaviours();
  const sending = {
    sessions: sessionAggregate(store, () => AT),
    behaviours,
    webhooks: queue,
    random: () => 0,
  };
  const terms = { orderId: 'o-1', amount: 1000, currency: 'EUR', payBy: AT, metadata: { secret: 'x' } };
  await store.insert(openSession('cs_1', terms, AT));
  const act = actInConsole(sending);
  return {
    pay: () => paySession(sending)('cs_1', 'succeed', trace),
    lose: () => behaviours.save({ lose }),
    act: (command: ConsoleAction, id = 'cs_1') => act(id, command, trace),
    webhooks: () => sent.map(({ delivery: { webhook } }) => webhook),
  };
};
const paidConsole = async (lose?: number) => {
  const made = await console(lose);
  await made.pay();
  return made;
};

describe("the gateway's console", () => {
  it('refunds without the merchant, who gets webhooks that name only the session', async () => {
    const { act, webhooks } = await paidConsole();
    await act({ action: 'refund', amount: 400 });
    expect(await act({ action: 'refund' })).toMatchObject({
      refundedAmount: 1000,
      refunds: [{ amount: 400 }, { amount: 600 }],
    });
    const [, ...told] = webhooks();
    expect(told.map(({ body }) => body)).toEqual([
      { type: 'payment.refunded', timestamp: AT, data: { sessionId: 'cs_1' } },
      { type: 'payment.refunded', timestamp: AT, data: { sessionId: 'cs_1' } },
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(2);
  });

  it('opens disputes, and wins or loses those that are open', async () => {
    const { act, webhooks } = await paidConsole();
    await act({ action: 'open-dispute', amount: 300 });
    expect(await act({ action: 'win-dispute' })).toMatchObject({
      disputes: [{ amount: 300, status: 'won' }],
    });
    await act({ action: 'open-dispute' });
    expect(await act({ action: 'lose-dispute' })).toMatchObject({
      refundedAmount: 0,
      disputes: [{ status: 'won' }, { amount: 1000, status: 'lost' }],
    });
    const [, ...told] = webhooks();
    expect(told.map(({ body }) => body.type)).toEqual([
      'dispute.opened',
      'dispute.closed',
      'dispute.opened',
      'dispute.closed',
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(4);
  });

  it('loses the webhook on request', async () => {
    const { act, lose, webhooks } = await paidConsole(1);
    await lose();
    await act({ action: 'refund', amount: 400 });
    expect(webhooks()).toHaveLength(1);
    await act({ action: 'refund', amount: 400 });
    expect(webhooks()).toHaveLength(2);
  });

  it.each([
    ['more than is left', { action: 'refund', amount: 1001 }, 'gateway.refund-exceeds-payment'],
    ['a dispute about more', { action: 'open-dispute', amount: 1001 }, 'gateway.refund-exceeds-payment'],
    ['a dispute that is not open', { action: 'lose-dispute' }, 'gateway.no-open-dispute'],
  ] as const)('refuses %s', async (_, command, code) => {
    const { act } = await paidConsole();
    await expect(act(command)).rejects.toMatchObject({ code });
  });

  it('refuses a session that is not paid, and one that does not exist', async () => {
    const { act } = await console();
    await expect(act({ action: 'refund' })).rejects.toMatchObject({ code: 'gateway.session-not-paid' });
    await expect(act({ action: 'refund' }, 'cs_0')).rejects.toMatchObject({
      code: 'gateway.session-not-found',
    });
  });
});
