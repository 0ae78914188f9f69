import { describe, expect, it } from '@jest/globals';
import { isOver } from '../../../../functions/payments/domain/payment.ts';
import type { PaymentGateway } from '../../../../functions/payments/domain/payment-gateway.ts';
import { automatic, outside } from '../../../support/payments/entries.ts';
import { AUTO, ORDER, paidWorld, paymentsWorld, SESSION } from '../../../support/payments/world.ts';

/** A payment of 1,000 of which 400 was refunded in the provider's console. Orderly has recorded this. */
const with400Back = async () => {
  const world = await paidWorld();
  world.provider.refundOutside(SESSION, 400);
  await world.moneyMoved();
  return world;
};

describe('a refund that was made at the provider', () => {
  it('is found by the payment, counted in the total, and told with the total', async () => {
    const world = await with400Back();
    expect(world.payment()).toMatchObject({ status: 'PARTIALLY_REFUNDED', outside: { refunded: 400 } });
    expect(world.last('RefundCompleted')).toMatchObject({
      id: `RefundCompleted:${ORDER}:outside`,
      data: { refundId: 'outside', amount: 400, refundedAmount: 400, reason: 'refunded-at-provider' },
    });
  });

  it('is one total, however many there are, and each change has an event of its own', async () => {
    const world = await paidWorld();
    for (let refund = 0; refund < 100; refund += 1) {
      world.provider.refundOutside(SESSION, 10);
      await world.moneyMoved(`msg_${refund}`);
    }
    expect(world.payment()).toMatchObject({ status: 'REFUNDED', refunds: [] });
    expect(outside(world)).toEqual({ revision: 100, refunded: 1000, disputes: [] });
    expect(new Set(world.ids('RefundCompleted')).size).toBe(100);
  });

  it('is recorded once, however often it is reported', async () => {
    const world = await with400Back();
    const events = world.published.length;
    await world.moneyMoved('msg_again');
    await world.check();
    expect(outside(world)).toEqual({ revision: 1, refunded: 400, disputes: [] });
    expect(world.published).toHaveLength(events);
  });

  it('is never refused, even if its money is reserved for a refund that is not carried out yet', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 900 });
    world.provider.refundOutside(SESSION, 400);
    await world.moneyMoved();
    await world.refundAccepted('a');
    expect(world.payment()).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      outside: { refunded: 400 },
      refunds: [{ refundId: 'refund-a', status: 'FAILED' }],
    });
    await world.refundAll();
    expect(world.payment()?.status).toBe('REFUNDED');
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('is found when the provider refuses a refund, if the webhook about it is lost', async () => {
    const world = await paidWorld();
    world.provider.refundOutside(SESSION, 1000);
    await world.refundPayment({ key: 'a' });
    await world.refundAccepted('a');
    expect(world.payment()).toMatchObject({
      status: 'REFUNDED',
      outside: { refunded: 1000 },
      refunds: [{ refundId: 'refund-a', status: 'FAILED' }],
    });
    expect(world.last('RefundCompleted')).toMatchObject({ data: { refundId: 'outside', amount: 1000 } });
  });

  it('is not counted if the bank returns it while the provider is asked, and another worker finds nothing new', async () => {
    let meanwhile: (() => Promise<void>) | undefined;
    const world = await paidWorld({
      gateway: (real) => ({
        ...real,
        statement: async (sessionId) => {
          const statement = await real.statement(sessionId);
          const act = meanwhile;
          meanwhile = undefined;
          await act?.();
          return statement;
        },
      }),
    });
    world.provider.refundOutside(SESSION, 400);
    meanwhile = async () => {
      world.provider.returnOutside(SESSION);
      await world.moneyMoved('msg_back');
    };
    await world.moneyMoved();
    expect(world.payment()).toMatchObject({ status: 'CAPTURED', outside: { refunded: 0 } });
  });

  it('leaves less for an administrator', async () => {
    const world = await with400Back();
    await expect(world.refundPayment({ key: 'a', amount: 601 })).rejects.toMatchObject({
      code: 'refund.exceeds-captured',
    });
    expect(await world.refundPayment({ key: 'b' })).toMatchObject({ amount: 600 });
  });

  it('that the bank returns is taken out of the total again', async () => {
    const world = await with400Back();
    world.provider.returnOutside(SESSION);
    await world.moneyMoved('msg_back');
    expect(world.payment()).toMatchObject({ status: 'CAPTURED', outside: { revision: 2, refunded: 0 } });
    expect(world.last('RefundFailed')).toMatchObject({
      id: `RefundFailed:${ORDER}:outside#2`,
      data: { amount: 400, refundedAmount: 0, revision: world.payments.rows.get(ORDER)?.version },
    });
  });

  it('of another shop is ignored', async () => {
    const world = await paidWorld();
    await world.hear('MoneyWebhookReceived', { webhookId: 'msg_m', paymentId: 'pi_of_another_shop' });
    expect(outside(world)).toBeUndefined();
  });

  it('waits for the payment, if its session is not recorded yet', async () => {
    const world = paymentsWorld({
      gateway: (real) => ({ ...real, orderOf: async () => ORDER }),
    });
    await expect(world.moneyMoved()).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('captures the payment first, if the webhook about the payment was lost', async () => {
    const world = paymentsWorld();
    await world.request();
    world.provider.pay(SESSION);
    world.provider.refundOutside(SESSION, 1000);
    await world.moneyMoved();
    expect(world.payment()?.status).toBe('REFUNDED');
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentSucceeded', 'RefundCompleted']);
  });

  it('is not replaced by an older statement of the provider', async () => {
    const [read, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // Only the provider's first response is held back. It arrives last, but reports an older state than the second.
    const holdBack = [goOn.promise];
    const gateway = (real: PaymentGateway): PaymentGateway => ({
      ...real,
      statement: async (sessionId) => {
        const statement = await real.statement(sessionId);
        read.resolve();
        await holdBack.pop();
        return statement;
      },
    });
    const world = await paidWorld({ gateway });
    world.provider.refundOutside(SESSION, 300);
    const slow = world.moneyMoved('msg_1');
    await read.promise;
    world.provider.refundOutside(SESSION, 200);
    await world.moneyMoved('msg_2');
    goOn.resolve();
    await slow;
    expect(outside(world)).toMatchObject({ refunded: 500 });
    // RefundFailed would say that refunded money came back to the shop, which did not happen.
    expect(world.types()).not.toContain('RefundFailed');
  });

  it('is not what this service has refunded itself', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.refundAccepted('a');
    await world.check();
    expect(outside(world)).toBeUndefined();
    expect(world.ids('RefundCompleted')).toHaveLength(1);
  });
});

describe('the automatic refund of an ended order', () => {
  it('refunds only what is left, even if the webhook about the refund in the console was lost', async () => {
    const world = await paidWorld();
    world.provider.refundOutside(SESSION, 400);
    await world.refundAll();
    expect(automatic(world)).toMatchObject({ amount: 600, status: 'SETTLED' });
    expect(world.last('RefundCompleted')?.data).toMatchObject({ amount: 600, refundedAmount: 1000 });
    expect(world.types()).not.toContain('RefundFailed');
  });

  it('completes with nothing, if all was refunded in the console', async () => {
    const world = await paidWorld();
    world.provider.refundOutside(SESSION, 1000);
    await world.refundAll();
    expect(world.last('RefundCompleted')?.data).toMatchObject({
      refundId: AUTO,
      amount: 0,
      refundedAmount: 1000,
    });
    expect(world.payment()?.status).toBe('REFUNDED');
  });

  it('that was refused is resolved by a refund in the console', async () => {
    const world = await paidWorld();
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundAll();
    expect(automatic(world)).toMatchObject({ status: 'FAILED' });
    world.provider.refundOutside(SESSION, 1000);
    await world.moneyMoved();
    const payment = world.payment();
    expect(payment?.status).toBe('REFUNDED');
    expect(payment !== undefined && isOver(payment)).toBe(true);
    expect(world.last('RefundCompleted')?.data).toMatchObject({ refundedAmount: 1000 });
  });

  it('that was refused is tried again over the rest, once part was refunded in the console', async () => {
    const world = await paidWorld();
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundAll();
    world.provider.misbehave({});
    world.provider.refundOutside(SESSION, 400);
    await world.moneyMoved();
    expect(automatic(world)).toMatchObject({ amount: 600, status: 'SETTLED', attempt: 2 });
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('goes on after a worker died between opening the new attempt and carrying it out', async () => {
    let dies = false;
    const world = await paidWorld({
      gateway: (real) => ({
        ...real,
        refund: async (order) => {
          if (dies) throw new Error('killed');
          return real.refund(order);
        },
      }),
    });
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundAll();
    world.provider.misbehave({});
    world.provider.refundOutside(SESSION, 400);
    dies = true;
    await expect(world.moneyMoved()).rejects.toThrow('killed');
    dies = false;
    await world.moneyMoved();
    expect(automatic(world)).toMatchObject({ amount: 600, status: 'SETTLED', attempt: 2 });
  });

  it('is not tried again while nothing has changed outside', async () => {
    const world = await with400Back();
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundAll();
    await world.check();
    expect(automatic(world)).toMatchObject({ status: 'FAILED', attempt: 1, failedAtOutside: 1 });
  });
});
