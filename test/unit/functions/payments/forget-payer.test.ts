import { describe, expect, it } from '@jest/globals';
import {
  AUTO,
  ORDER,
  paidWorld,
  paymentsWorld,
  refundSettled,
  SESSION,
} from '../../../support/payments/world.ts';

const pseudonym = 'erased-1';
const anonymised = { orderId: ORDER, customerId: pseudonym, hasPayment: true, hasTicket: false };

describe('the payment of a forgotten customer', () => {
  it('gets the pseudonym once, publishes nothing, and collects the money under it', async () => {
    const world = paymentsWorld();
    await world.request();
    const before = world.published.length;
    await world.hear('OrderAnonymised', anonymised);
    await world.hear('OrderAnonymised', anonymised);
    expect(world.payments.rows.get(ORDER)).toMatchObject({ version: 3, state: { customerId: pseudonym } });
    expect(world.published).toHaveLength(before);
    world.provider.pay(SESSION);
    await world.webhook();
    expect(world.last('PaymentSucceeded')?.data).toMatchObject({ customerId: pseudonym });
    expect(JSON.stringify(world.payment())).not.toContain('alice');
  });

  it('is refunded to the payer through the provider, also when the refund was under way', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.hear('OrderAnonymised', anonymised);
    await world.refundAccepted('a');
    await world.refundWebhook({ ...refundSettled, outcome: 'settled' });
    await world.refundAll();
    expect(world.payment()).toMatchObject({
      customerId: pseudonym,
      refunds: [
        { refundId: 'refund-a', status: 'SETTLED', amount: 300 },
        { refundId: AUTO, status: 'SETTLED', amount: 700 },
      ],
    });
    expect(world.last('RefundCompleted')?.data).toMatchObject({ customerId: pseudonym });
  });

  it('waits for the payment that an earlier event creates, and then changes it', async () => {
    const world = paymentsWorld();
    await expect(world.hear('OrderAnonymised', anonymised)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'payment.not-recorded-yet',
    });
    await world.request();
    await world.hear('OrderAnonymised', anonymised);
    expect(world.payment()?.customerId).toBe(pseudonym);
  });

  it('also changes the tombstone of an order that was closed first', async () => {
    const world = paymentsWorld();
    await world.close();
    await world.hear('OrderAnonymised', anonymised);
    expect(world.payment()).toMatchObject({ status: 'TOMBSTONE', customerId: pseudonym });
  });

  it('does nothing about an order that has not requested a payment', async () => {
    const world = paymentsWorld();
    await world.hear('OrderAnonymised', { ...anonymised, hasPayment: false });
    expect(world.payment()).toBeUndefined();
  });
});
