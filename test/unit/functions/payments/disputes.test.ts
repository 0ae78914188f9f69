import { describe, expect, it } from '@jest/globals';
import { isOver } from '../../../../functions/payments/domain/payment.ts';
import { automatic, outside } from '../../../support/payments/entries.ts';
import { AUTO, ORDER, paidWorld, SESSION } from '../../../support/payments/world.ts';

describe('the automatic refund of a disputed payment', () => {
  it('waits for an open dispute, and is made once the dispute is won', async () => {
    const world = await paidWorld();
    world.provider.dispute(SESSION);
    await world.refundAll();
    await world.check();
    expect(automatic(world)).toMatchObject({ status: 'FAILED', attempt: 1 });
    world.provider.decide(SESSION, 'WON');
    await world.moneyMoved('msg_won');
    expect(automatic(world)).toMatchObject({ status: 'SETTLED', attempt: 2 });
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('has nothing to refund after a lost dispute', async () => {
    const world = await paidWorld();
    world.provider.dispute(SESSION);
    await world.refundAll();
    world.provider.decide(SESSION, 'LOST');
    await world.moneyMoved('msg_lost');
    expect(automatic(world)).toMatchObject({ status: 'FAILED', attempt: 1 });
    expect(world.last('RefundCompleted')?.data).toMatchObject({
      refundedAmount: 1000,
      reason: 'dispute-lost',
    });
    const payment = world.payment();
    expect(payment !== undefined && isOver(payment)).toBe(true);
  });
});

describe('a dispute', () => {
  it('is recorded and told when it is opened, and keeps the payment from expiring', async () => {
    const world = await paidWorld();
    world.provider.dispute(SESSION);
    await world.moneyMoved();
    await world.moneyMoved('msg_funds_withdrawn');
    expect(outside(world)).toMatchObject({
      refunded: 0,
      disputes: [{ disputeId: `dp_1_${SESSION}`, amount: 1000, status: 'OPEN', fundsWithdrawn: true }],
    });
    expect(world.ids('PaymentDisputed')).toEqual([`PaymentDisputed:${ORDER}:dp_1_${SESSION}#OPEN`]);
    expect(world.payment()?.status).toBe('CAPTURED');
    const payment = world.payment();
    expect(payment === undefined || isOver(payment)).toBe(false);
  });

  it.each([
    ['WON', 'CAPTURED', 0],
    ['LOST', 'REFUNDED', 1000],
  ] as const)('that is %s leaves the payment %s', async (status, left, refunded) => {
    const world = await paidWorld();
    world.provider.dispute(SESSION);
    await world.moneyMoved();
    world.provider.decide(SESSION, status);
    await world.moneyMoved('msg_closed');
    expect(world.payment()).toMatchObject({ status: left, outside: { refunded, disputes: [{ status }] } });
    expect(world.last('PaymentDisputed')?.data).toMatchObject({ status });
    expect(world.types().filter((type) => type === 'RefundCompleted')).toHaveLength(refunded > 0 ? 1 : 0);
  });
});

describe('a check of a refund whose webhook was lost', () => {
  const underWay = async () => {
    const world = await paidWorld();
    world.provider.misbehave({ refundsTakeTime: true });
    await world.refundAll();
    const [accepted] = world.provider.sessions.get(SESSION)?.refunds.values() ?? [];
    if (accepted === undefined) throw new Error('The provider has no refund');
    return { world, order: accepted.order };
  };

  it.each([
    ['settled', 'SETTLED', 'RefundCompleted'],
    ['failed', 'FAILED', 'RefundFailed'],
  ] as const)('that %s records it as %s', async (end, status, event) => {
    const { world, order } = await underWay();
    world.provider.endRefund(order, end);
    await world.check();
    expect(automatic(world)).toMatchObject({ status });
    expect(world.last(event)?.data).toMatchObject({ refundId: AUTO, amount: 1000 });
  });

  it('leaves it under way while the provider says so', async () => {
    const { world } = await underWay();
    await world.check();
    expect(automatic(world)).toMatchObject({ status: 'PENDING', underWay: true });
  });

  it('notices that the bank returned a settled one', async () => {
    const { world, order } = await underWay();
    world.provider.endRefund(order, 'settled');
    await world.check();
    world.provider.endRefund(order, 'failed');
    await world.check();
    expect(automatic(world)).toMatchObject({ status: 'FAILED', final: true });
    expect(outside(world)).toBeUndefined();
  });
});
