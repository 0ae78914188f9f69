import { describe, expect, it } from '@jest/globals';
import { getPayment } from '../../../../functions/payments/get-payment.ts';
import type { Role } from '../../../../shared/kernel/caller.ts';
import { declined, ORDER, paidWorld, paymentsWorld, SESSION } from '../../../support/payments/world.ts';

const as = (id: string, ...roles: readonly Role[]) => ({ id, roles });
const link = `https://pay.example/${SESSION}`;

describe('looking at a payment', () => {
  it.each([
    ['its owner', as('alice')],
    ['staff', as('bob', 'staff')],
    ['an administrator', as('carol', 'admin')],
  ])('is for %s', async (_, caller) => {
    const world = paymentsWorld();
    await world.request();
    expect(await getPayment(world)(caller, ORDER)).toEqual({
      orderId: ORDER,
      status: 'PENDING',
      amount: 1000,
      currency: 'EUR',
      paymentLink: link,
      refunds: [],
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

  it('shows refunds without what is internal to them', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    const shown = await getPayment(world)(as('alice'), ORDER);
    expect(shown).toMatchObject({ status: 'CAPTURED' });
    expect(Object.keys(shown.refunds[0] ?? {}).sort()).toEqual([
      'amount',
      'reason',
      'refundId',
      'requestedAt',
      'status',
    ]);
  });
});
