import { describe, expect, it } from '@jest/globals';
import { declined, ORDER, paymentsWorld, SESSION, succeeded } from '../../../support/payments/world.ts';

describe('a requested payment', () => {
  it('gets its session at the provider, and its link is published', async () => {
    const world = paymentsWorld();
    await world.request();
    expect(world.payment()).toMatchObject({ status: 'PENDING', session: { id: SESSION } });
    expect(world.published).toMatchObject([
      {
        id: `PaymentLinkCreated:${ORDER}`,
        correlationId: 'corr-1',
        causationId: 'cause-1',
        data: {
          orderId: ORDER,
          customerId: 'alice',
          paymentLink: `https://pay.example/${SESSION}`,
          amount: 1000,
        },
      },
    ]);
    expect(world.provider.sessionOf(ORDER)?.request).toMatchObject({ correlationId: 'corr-1', amount: 1000 });
  });

  it('requested again is answered again, under the same id and with the same session', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.request();
    expect(world.ids('PaymentLinkCreated')).toEqual([
      `PaymentLinkCreated:${ORDER}`,
      `PaymentLinkCreated:${ORDER}`,
    ]);
    expect(world.provider.sessions.size).toBe(1);
    expect(world.payments.rows.get(ORDER)?.version).toBe(3);
  });

  it('requested twice at the same time opens one session', async () => {
    const world = paymentsWorld();
    await Promise.all([world.request(), world.request(), world.request()]);
    expect(world.provider.sessions.size).toBe(1);
    expect(world.payment()).toMatchObject({ status: 'PENDING', session: { id: SESSION } });
  });

  it('that the provider refuses goes to the dead letters with its reason', async () => {
    const world = paymentsWorld();
    world.provider.misbehave({ refuseSessions: true });
    await expect(world.request()).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'payment.session-refused',
    });
  });

  it('without an answer of the provider is retried, and finds the session that was opened', async () => {
    const world = paymentsWorld();
    world.provider.misbehave({ timeOutAfterActing: 1 });
    await expect(world.request()).rejects.toMatchObject({ kind: 'unavailable' });
    await world.request();
    expect(world.provider.sessions.size).toBe(1);
    expect(world.types()).toEqual(['PaymentLinkCreated']);
  });

  it('behind the tombstone of an overtaking closure opens nothing', async () => {
    const world = paymentsWorld();
    await world.close();
    await world.request();
    expect(world.provider.sessions.size).toBe(0);
    expect(world.ids('PaymentClosed')).toEqual([`PaymentClosed:${ORDER}`, `PaymentClosed:${ORDER}`]);
  });

  it('that was closed stays closed, and says so', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.close();
    await world.request();
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentClosed', 'PaymentClosed']);
    expect(world.provider.sessionOf(ORDER)?.status).toBe('expired');
  });
});

describe('a webhook', () => {
  it('captures the payment once, however often it comes', async () => {
    const world = paymentsWorld();
    await world.request();
    await Promise.all([world.webhook(), world.webhook()]);
    await world.webhook();
    expect(world.ids('PaymentSucceeded')).toEqual([`PaymentSucceeded:${ORDER}`]);
    expect(world.last('PaymentSucceeded')).toMatchObject({
      data: { paymentId: SESSION, amount: 1000, currency: 'EUR', capturedAt: '2026-03-01T09:40:00.000Z' },
    });
  });

  it('of a decline leaves the link good, and each decline is told once', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.webhook(declined);
    await world.webhook(declined);
    await world.webhook({ ...declined, webhookId: 'msg_0b' });
    await world.webhook();
    expect(world.ids('PaymentFailed')).toEqual([
      `PaymentFailed:${ORDER}:msg_0`,
      `PaymentFailed:${ORDER}:msg_0b`,
    ]);
    expect(world.payment()).toMatchObject({ status: 'CAPTURED' });
  });

  it('of a decline that comes after the capture changes nothing', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.webhook();
    await world.webhook(declined);
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentSucceeded']);
  });

  it('for a payment that is not recorded yet is retried', async () => {
    const world = paymentsWorld();
    await expect(world.webhook()).rejects.toMatchObject({ kind: 'not-found', code: 'payment.not-found' });
  });

  it('for a session that is not recorded yet is retried', async () => {
    const world = paymentsWorld();
    world.provider.misbehave({ timeOutAfterActing: 1 });
    await expect(world.request()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(world.webhook()).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each([
    ['amount', { amount: 999 }],
    ['currency', { currency: 'USD' }],
    ['session', { sessionId: 'cs_other' }],
  ])('about another %s goes to the dead letters and changes nothing', async (_, other) => {
    const world = paymentsWorld();
    await world.request();
    await expect(world.webhook({ ...succeeded, ...other })).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'payment.not-this-payment',
    });
    expect(world.payment()?.status).toBe('PENDING');
  });
});
