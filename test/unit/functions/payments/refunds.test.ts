import { describe, expect, it } from '@jest/globals';
import { committedAmount, isCaptured } from '../../../../functions/payments/domain/payment.ts';
import type { PaymentGateway } from '../../../../functions/payments/domain/payment-gateway.ts';
import { AUTO, ORDER, paidWorld, paymentsWorld, SESSION } from '../../../support/payments/world.ts';

const ledger = (world: Awaited<ReturnType<typeof paidWorld>>) => {
  const payment = world.payment();
  return payment !== undefined && isCaptured(payment) ? payment.refunds : [];
};

describe("an administrator's refund", () => {
  it('is one write with its event, and carried out by the inbox', async () => {
    const world = await paidWorld();
    const refund = await world.refundPayment({ key: 'a', amount: 300 });
    expect(refund).toEqual({
      refundId: 'refund-a',
      amount: 300,
      status: 'PENDING',
      reason: 'broken',
      requestedAt: '2026-03-01T09:30:00.000Z',
    });
    expect(world.last('RefundAccepted')).toMatchObject({ data: { refundId: 'refund-a', amount: 300 } });
    await world.refundAccepted('a');
    expect(world.last('RefundCompleted')).toMatchObject({
      id: `RefundCompleted:${ORDER}:refund-a`,
      data: { refundId: 'refund-a', amount: 300, refundedAmount: 300, reason: 'broken', customerId: 'alice' },
    });
    expect(world.payment()?.status).toBe('PARTIALLY_REFUNDED');
    expect(world.provider.refundedOf(SESSION)).toBe(300);
  });

  it('repeated with its key is one refund, and answers how it stands', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.refundAccepted('a');
    await world.refundAccepted('a');
    expect(await world.refundPayment({ key: 'a', amount: 300 })).toMatchObject({ status: 'SETTLED' });
    expect(world.provider.refundedOf(SESSION)).toBe(300);
    expect(new Set(world.ids('RefundCompleted')).size).toBe(1);
  });

  it.each([
    ['more than is left', { key: 'b', amount: 701 }, 'unprocessable', 'refund.exceeds-captured'],
    ['its key with another amount', { key: 'a', amount: 1 }, 'unprocessable', 'idempotency.key-reused'],
    [
      'its key with another reason',
      { key: 'a', amount: 300, reason: 'x' },
      'unprocessable',
      'idempotency.key-reused',
    ],
  ])('is refused for %s', async (_, command, kind, code) => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    await expect(world.refundPayment(command)).rejects.toMatchObject({ kind, code });
  });

  it('is refused while no money was captured, and where there is no payment', async () => {
    const world = paymentsWorld();
    await expect(world.refundPayment({ key: 'a' })).rejects.toMatchObject({ kind: 'not-found' });
    await world.request();
    await expect(world.refundPayment({ key: 'a' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'refund.nothing-captured',
    });
  });

  it('has no payment to find behind a tombstone', async () => {
    const world = paymentsWorld();
    await world.close();
    await expect(world.refundPayment({ key: 'a' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('eight at once never take more than was captured', async () => {
    const world = await paidWorld();
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const results = await Promise.allSettled(keys.map((key) => world.refundPayment({ key, amount: 300 })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await Promise.all(
      ledger(world).map(({ refundId }) => world.refundAccepted(refundId.slice('refund-'.length))),
    );
    expect(world.provider.refundedOf(SESSION)).toBe(900);
    expect(committedAmount(ledger(world))).toBe(900);
    expect(world.payment()?.status).toBe('PARTIALLY_REFUNDED');
  });

  it('that the provider refuses frees its money, and is not tried again by a duplicate', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 800 });
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundAccepted('a');
    expect(world.last('RefundFailed')).toMatchObject({
      data: { refundedAmount: 0, reason: 'gateway.refund-refused' },
    });
    world.provider.misbehave({});
    await world.refundPayment({ key: 'b', amount: 1000 });
    await world.refundAccepted('b');
    await world.refundAccepted('a');
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
    expect(new Set(world.ids('RefundFailed')).size).toBe(1);
  });

  it('that was refused stays refused, also when the provider would take it by now', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundAccepted('a');
    world.provider.misbehave({});
    await world.refundAccepted('a');
    expect(world.provider.refundedOf(SESSION)).toBe(0);
    expect(world.ids('RefundFailed')).toEqual(Array(2).fill(`RefundFailed:${ORDER}:refund-a`));
  });

  it('that is not in the ledger is retried', async () => {
    const world = await paidWorld();
    await expect(world.refundAccepted('zz')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the automatic refund', () => {
  it('gives back all, and is answered again under the same id', async () => {
    const world = await paidWorld();
    await world.refundAll();
    await world.refundAll();
    expect(world.payment()?.status).toBe('REFUNDED');
    expect(world.ids('RefundCompleted')).toEqual(Array(2).fill(`RefundCompleted:${ORDER}:${AUTO}`));
    expect(world.last('RefundCompleted')).toMatchObject({ data: { amount: 1000, refundedAmount: 1000 } });
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('takes what an administrator left, and brings a pending refund to its end first', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.refundAll();
    expect(ledger(world)).toMatchObject([
      { refundId: 'refund-a', status: 'SETTLED', amount: 300 },
      { refundId: AUTO, status: 'SETTLED', amount: 700 },
    ]);
    await world.refundAccepted('a');
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it("also takes the money of an administrator's refund that is refused", async () => {
    let refusals = 1;
    const refuseOnce = (gateway: PaymentGateway): PaymentGateway => ({
      ...gateway,
      refund: async (order) => {
        refusals -= 1;
        return refusals >= 0 ? { outcome: 'refused', reason: 'try-later' } : gateway.refund(order);
      },
    });
    const world = await paidWorld({ gateway: refuseOnce });
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.refundAll();
    expect(ledger(world)).toMatchObject([
      { status: 'FAILED' },
      { refundId: AUTO, amount: 1000, status: 'SETTLED' },
    ]);
    expect(world.types().slice(-2)).toEqual(['RefundFailed', 'RefundCompleted']);
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('of nothing left is a success of 0', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a' });
    await world.refundAccepted('a');
    await world.refundAll();
    expect(world.last('RefundCompleted')).toMatchObject({
      data: { refundId: AUTO, amount: 0, refundedAmount: 1000 },
    });
    expect(ledger(world)).toHaveLength(1);
  });

  it('that is refused is tried again on a new request, and each refusal is published', async () => {
    const world = await paidWorld();
    world.provider.misbehave({ refuseRefunds: true });
    await world.refundAll();
    await world.refundAll();
    expect(world.ids('RefundFailed')).toEqual([
      `RefundFailed:${ORDER}:${AUTO}`,
      `RefundFailed:${ORDER}:${AUTO}#2`,
    ]);
    world.provider.misbehave({});
    await world.refundAll();
    expect(world.payment()?.status).toBe('REFUNDED');
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
  });

  it('asked for twice at the same time gives back once', async () => {
    const world = await paidWorld();
    await Promise.all([world.refundAll(), world.refundAll(), world.refundAll()]);
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
    expect(world.payment()?.status).toBe('REFUNDED');
  });

  it('beside eight refunds of an administrator gives back exactly what was captured', async () => {
    const world = await paidWorld();
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    await Promise.allSettled([
      ...keys.map((key) => world.refundPayment({ key, amount: 150 })),
      world.refundAll(),
    ]);
    await world.refundAll();
    for (const { refundId } of ledger(world)) {
      if (refundId !== AUTO) await world.refundAccepted(refundId.slice('refund-'.length));
    }
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
    expect(world.payment()?.status).toBe('REFUNDED');
  });

  it('of a payment without money waits for it', async () => {
    const world = paymentsWorld();
    await world.request();
    await expect(world.refundAll()).rejects.toMatchObject({
      kind: 'conflict',
      code: 'refund.nothing-captured',
    });
  });
});
