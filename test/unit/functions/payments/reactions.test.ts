import { describe, expect, it } from '@jest/globals';
import {
  automatic,
  closure,
  ORDER,
  paidWorld,
  paymentsWorld,
  refundSettled,
  requested,
  SESSION,
  succeeded,
} from '../../../support/payments/world.ts';

const items = [{ productId: 'desk', name: 'Desk', quantity: 1, unitAmount: 1000 }];
const ended = {
  ...closure,
  items,
  previousStatus: 'AWAITING_PAYMENT',
  by: 'customer',
  cause: 'cancelled-by-customer',
};

describe('the reactions of the payments service', () => {
  it('opens a session for a payment that is requested', async () => {
    const world = paymentsWorld();
    await world.hear('PaymentRequested', requested);
    expect(world.types()).toEqual(['PaymentLinkCreated']);
    expect(world.published[0]).toMatchObject({ causationId: `PaymentRequested:${ORDER}` });
  });

  it.each([
    ['PaymentClosureRequested', closure],
    ['OrderCancelled', ended],
    ['OrderExpired', { ...closure, items }],
  ])('closes the payment at the provider on %s', async (type, data) => {
    const world = paymentsWorld();
    await world.request();
    await world.hear(type, data);
    expect(world.provider.sessions.get(SESSION)?.status).toBe('expired');
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentClosed']);
  });

  it('refunds the rest when the orders service asks for it', async () => {
    const world = await paidWorld();
    await world.hear('RefundRequested', { ...automatic, all: true });
    expect(world.provider.refundedOf(SESSION)).toBe(1000);
    expect(world.payment()?.status).toBe('REFUNDED');
  });

  it('carries out a refund of an administrator, and no more than that', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.hear('RefundAccepted', world.last('RefundAccepted')?.data as object);
    expect(world.provider.refundedOf(SESSION)).toBe(300);
    expect(world.payment()?.status).toBe('PARTIALLY_REFUNDED');
  });

  it('does not try a refused refund of an administrator again', async () => {
    const world = await paidWorld();
    await world.refundPayment({ key: 'a', amount: 300 });
    const accepted = world.last('RefundAccepted')?.data as object;
    world.provider.misbehave({ refuseRefunds: true });
    await world.hear('RefundAccepted', accepted);
    world.provider.misbehave({});
    await world.hear('RefundAccepted', accepted);
    expect(world.provider.refundedOf(SESSION)).toBe(0);
    expect(world.ids('RefundFailed')).toEqual(Array(2).fill(`RefundFailed:${ORDER}:refund-a`));
  });

  it('takes over what a webhook says about a payment', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.hear('PaymentWebhookReceived', succeeded);
    expect(world.payment()?.status).toBe('CAPTURED');
  });

  it('takes over what a webhook says about a refund', async () => {
    const world = await paidWorld();
    world.provider.misbehave({ refundsTakeTime: true });
    await world.refundPayment({ key: 'a', amount: 300 });
    await world.refundAccepted('a');
    await world.hear('RefundWebhookReceived', refundSettled);
    expect(world.payment()?.status).toBe('PARTIALLY_REFUNDED');
  });
});
