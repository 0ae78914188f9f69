import { describe, expect, it } from '@jest/globals';
import { getPayment } from '../../../../functions/payments/get-payment.ts';
import type { Role } from '../../../../shared/kernel/caller.ts';
import {
  declined,
  ORDER,
  paidWorld,
  paymentsWorld,
  refundReturned,
  SESSION,
} from '../../../support/payments/world.ts';

const as = (id: string, ...roles: readonly Role[]) => ({ id, roles });
const link = `https://pay.example/${SESSION}`;

describe('looking at a payment', () => {
  it.each([
    ['its owner', as('alice'), {}],
    ['staff, with its disputes', as('bob', 'staff'), { disputes: [] }],
    ['an administrator, with its disputes', as('carol', 'admin'), { disputes: [] }],
  ])('is for %s', async (_, caller, more) => {
    const world = paymentsWorld();
    await world.request();
    expect(await getPayment(world)(caller, ORDER)).toEqual({
      orderId: ORDER,
      status: 'PENDING',
      amount: 1000,
      currency: 'EUR',
      paymentLink: link,
      refunds: [],
      refundedOutside: 0,
      ...more,
    });
  });

  it('shows what was refunded at the provider to the owner, and disputes to staff alone', async () => {
    const world = await paidWorld();
    world.provider.refundOutside(SESSION, 400);
    world.provider.dispute(SESSION);
    await world.moneyMoved();
    const seen = await getPayment(world)(as('alice'), ORDER);
    expect(seen).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundedOutside: 400 });
    expect(seen).not.toHaveProperty('disputes');
    expect(await getPayment(world)(as('bob', 'staff'), ORDER)).toMatchObject({
      refundedOutside: 400,
      disputes: [{ disputeId: `dp_1_${SESSION}`, amount: 600, status: 'OPEN', reason: 'fraudulent' }],
    });
  });

  it('is not for anybody else: they get the same answer as if it did not exist', async () => {
    const world = paymentsWorld();
    await world.request();
    const expected = { kind: 'not-found', code: 'payment.not-found' };
    await expect(getPayment(world)(as('mallory'), ORDER)).rejects.toMatchObject(expected);
    await expect(getPayment(paymentsWorld())(as('alice'), ORDER)).rejects.toMatchObject(expected);
  });

  it('finds nothing behind a tombstone', async () => {
    const world = paymentsWorld();
    await world.close();
    await expect(getPayment(world)(as('alice'), ORDER)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('shows the link as long as it is good', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.webhook(declined);
    expect(await getPayment(world)(as('alice'), ORDER)).toMatchObject({
      status: 'FAILED',
      paymentLink: link,
    });
    await world.close();
    expect(await getPayment(world)(as('alice'), ORDER)).not.toHaveProperty('paymentLink');
  });

  it.each([
    ['customers', as('alice'), []],
    ['staff, with the internal reason', as('bob', 'staff'), ['reason']],
    ['the owner as staff, with the internal reason', as('alice', 'admin'), ['reason']],
  ])('shows refunds to %s', async (_, caller, more) => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    const shown = await getPayment(world)(caller, ORDER);
    expect(shown).toMatchObject({ status: 'CAPTURED' });
    const fields = ['amount', 'refundId', 'requestedAt', 'status', ...more];
    expect(Object.keys(shown.refunds[0] ?? {}).toSorted()).toEqual(fields.toSorted());
  });

  it('shows why a refund failed to staff alone', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.refundAccepted('a');
    await world.refundWebhook(refundReturned);
    const failed = { refunds: [{ status: 'FAILED', failure: 'lost_or_stolen_card' }] };
    expect(await getPayment(world)(as('bob', 'staff'), ORDER)).toMatchObject(failed);
    const shown = await getPayment(world)(as('alice'), ORDER);
    expect(shown).toMatchObject({ refunds: [{ status: 'FAILED' }] });
    expect(JSON.stringify(shown)).not.toContain('lost_or_stolen_card');
  });
});
