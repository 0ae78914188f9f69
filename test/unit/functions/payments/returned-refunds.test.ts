import { describe, expect, it } from '@jest/globals';
import { isCaptured } from '../../../../functions/payments/domain/payment.ts';
import type { GatewayRefund } from '../../../support/memory/gateway-session.ts';
import {
  AUTO,
  ORDER,
  paidWorld,
  paymentsWorld,
  refundReturned,
  refundSettled,
  SESSION,
} from '../../../support/payments/world.ts';

type World = Awaited<ReturnType<typeof paidWorld>>;

const ledger = (world: World) => {
  const payment = world.payment();
  return payment !== undefined && isCaptured(payment) ? payment.refunds : [];
};
const atProvider = (world: World, key: string): GatewayRefund => {
  const refund = world.provider.sessions.get(SESSION)?.refunds.get(key);
  if (refund === undefined) throw new Error(`The provider has no refund ${key}`);
  return refund;
};
const endRefund = (world: World, key: string, status: 'settled' | 'failed') =>
  world.provider.endRefund(atProvider(world, key).order, status);
/** A payment with a refund of 300 that the provider has accepted but not yet carried out. */
const underWayWorld = async () => {
  const world = await paidWorld();
  world.provider.misbehave({ refundsTakeTime: true });
  await world.refundPayment({ key: 'a', amount: 300 });
  await world.refundAccepted('a');
  return world;
};

describe('a refund that takes the provider its time', () => {
  it('stays PENDING without an event, until a webhook settles it', async () => {
    const world = await underWayWorld();
    expect(ledger(world)).toMatchObject([{ status: 'PENDING', underWay: true }]);
    expect(world.types()).not.toContain('RefundCompleted');
    await world.refundWebhook(refundSettled);
    expect(world.payment()?.status).toBe('PARTIALLY_REFUNDED');
    expect(world.last('RefundCompleted')).toMatchObject({
      id: `RefundCompleted:${ORDER}:refund-a`,
      data: { refundId: 'refund-a', amount: 300, refundedAmount: 300 },
    });
  });

  it('has a reference at the provider, with the correlation id of the first request', async () => {
    const world = await underWayWorld();
    expect(atProvider(world, 'refund-a').order.reference).toEqual({
      orderId: ORDER,
      refundId: 'refund-a',
      attempt: 1,
      correlationId: 'corr-1',
    });
  });

  it('whose webhook got lost is found when it is carried out once more', async () => {
    const world = await underWayWorld();
    endRefund(world, 'refund-a', 'settled');
    await world.refundAccepted('a');
    expect(ledger(world)).toMatchObject([{ status: 'SETTLED' }]);
  });

  it('does not keep the rest of an ended order’s money waiting', async () => {
    const world = await underWayWorld();
    world.provider.misbehave({});
    await world.refundAll();
    expect(ledger(world)).toMatchObject([
      { refundId: 'refund-a', status: 'PENDING' },
      { refundId: AUTO, status: 'SETTLED', amount: 700 },
    ]);
    endRefund(world, 'refund-a', 'settled');
    await world.refundWebhook(refundSettled);
    expect(world.payment()?.status).toBe('REFUNDED');
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('as the automatic one is asked for again without being made twice', async () => {
    const world = await paidWorld();
    world.provider.misbehave({ refundsTakeTime: true });
    await world.refundAll();
    await world.refundAll();
    expect(ledger(world)).toMatchObject([{ refundId: AUTO, status: 'PENDING', attempt: 1 }]);
    endRefund(world, AUTO, 'settled');
    await world.refundAll();
    expect(world.last('RefundCompleted')).toMatchObject({ data: { refundId: AUTO, refundedAmount: 1000 } });
  });
});

describe('a refund that the bank sends back', () => {
  it.each([
    ['while it is under way', []],
    ['after it had settled', [refundSettled]],
  ])('%s is FAILED, published once, and its money can be refunded again', async (_, before) => {
    const world = await underWayWorld();
    for (const webhook of before) await world.refundWebhook(webhook);
    endRefund(world, 'refund-a', 'failed');
    await world.refundWebhook(refundReturned);
    await world.refundWebhook({ ...refundReturned, webhookId: 'msg_s' });
    expect(ledger(world)).toMatchObject([{ status: 'FAILED', failure: 'lost_or_stolen_card' }]);
    expect(world.ids('RefundFailed')).toEqual([`RefundFailed:${ORDER}:refund-a`]);
    expect(world.last('RefundFailed')).toMatchObject({ data: { refundedAmount: 0, amount: 300 } });
    world.provider.misbehave({});
    await world.refundPayment({ key: 'b', amount: 1000 });
    await world.refundAccepted('b');
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('is published with a higher revision than the refund that it revokes', async () => {
    const world = await underWayWorld();
    await world.refundWebhook(refundSettled);
    await world.refundWebhook(refundReturned);
    const [completed, failed] = ['RefundCompleted', 'RefundFailed'].map(
      (type) => world.last(type)?.data as { readonly revision: number },
    );
    expect(failed?.revision).toBeGreaterThan(completed?.revision ?? Infinity);
    expect(failed?.revision).toBe(world.payments.rows.get(ORDER)?.version);
  });

  it('is not undone by a late report that it settled', async () => {
    const world = await underWayWorld();
    await world.refundWebhook(refundReturned);
    await world.refundWebhook(refundSettled);
    expect(ledger(world)).toMatchObject([{ status: 'FAILED' }]);
    expect(world.types()).not.toContain('RefundCompleted');
  });

  it('is not undone by a worker that had received the report of its settlement before', async () => {
    const world: World = paymentsWorld({
      gateway: (gateway) => ({
        ...gateway,
        refund: async (order) => {
          const result = await gateway.refund(order);
          await world.refundWebhook(refundReturned);
          return result;
        },
      }),
    });
    await world.request();
    world.provider.pay(SESSION);
    await world.webhook();
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.refundAccepted('a');
    expect(ledger(world)).toMatchObject([{ status: 'FAILED', final: true }]);
  });

  it('as the automatic one is tried again when it is asked for again, and completes under an id of its own', async () => {
    const world = await paidWorld();
    await world.refundAll();
    endRefund(world, AUTO, 'failed');
    await world.refundWebhook({ ...refundReturned, refundId: AUTO, amount: 1000 });
    await world.refundAll();
    expect(world.payment()?.status).toBe('REFUNDED');
    expect(world.ids('RefundCompleted')).toEqual([
      `RefundCompleted:${ORDER}:${AUTO}`,
      `RefundCompleted:${ORDER}:${AUTO}#2`,
    ]);
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('is retried while it is unknown, and shown to a person when it is of another amount', async () => {
    const world = await underWayWorld();
    await expect(world.refundWebhook({ ...refundReturned, refundId: 'zz' })).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(world.refundWebhook({ ...refundReturned, amount: 299 })).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'refund.not-this-refund',
    });
    await expect(paymentsWorld().refundWebhook(refundReturned)).rejects.toMatchObject({ kind: 'not-found' });
  });
});
