import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../shared/errors.ts';
import {
  declined,
  ORDER,
  paymentsWorld,
  SESSION,
  succeeded,
  type Interference,
} from '../../../support/payments/world.ts';

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

describe('a payment that the provider permanently refuses', () => {
  const closedFor = { orderId: ORDER, reason: 'refused-by-provider' };
  const refusedWorld = async (interference?: Interference) => {
    const world = paymentsWorld(interference);
    world.provider.misbehave({ refuseSessions: true });
    await world.request();
    return world;
  };

  it('is closed without a session, says so, and leaves its reason in the log', async () => {
    const world = await refusedWorld();
    expect(world.payment()).toMatchObject({ status: 'CLOSED', reason: 'refused-by-provider' });
    expect(world.payment()).not.toHaveProperty('session');
    expect(world.published).toMatchObject([{ id: `PaymentClosed:${ORDER}`, data: closedFor }]);
    expect(world.refusals).toEqual([
      { orderId: ORDER, amount: 1000, currency: 'EUR', reason: 'gateway.session-refused' },
    ]);
  });

  it('stays closed and answers the same each time, also when the provider would take it by now', async () => {
    const world = await refusedWorld();
    world.provider.misbehave({});
    await world.request();
    await world.close();
    expect(world.ids('PaymentClosed')).toEqual(Array(3).fill(`PaymentClosed:${ORDER}`));
    expect(world.published.map(({ data }) => data)).toEqual([closedFor, closedFor, closedFor]);
    expect(world.provider.sessions.size).toBe(0);
  });

  it('requested twice at the same time is closed once', async () => {
    const world = paymentsWorld();
    world.provider.misbehave({ refuseSessions: true });
    await Promise.all([world.request(), world.request(), world.close()]);
    expect(world.payment()?.status).toMatch(/CLOSED|TOMBSTONE/);
    expect(world.types().every((type) => type === 'PaymentClosed')).toBe(true);
  });

  it('takes no money: a webhook about it goes to the dead letters', async () => {
    const world = await refusedWorld();
    await expect(world.webhook()).rejects.toMatchObject({ code: 'payment.not-this-payment' });
    expect(world.payment()?.status).toBe('CLOSED');
  });

  it('is not closed by a refusal that a session recorded meanwhile has overtaken', async () => {
    const world = paymentsWorld({
      gateway: (gateway) => ({
        ...gateway,
        createSession: async (terms) => {
          if (world.provider.sessions.size > 0) return gateway.createSession(terms);
          // While the provider refuses the request of this worker, another worker opens the session.
          const refused = { outcome: 'refused', reason: 'amount_too_small' } as const;
          await gateway.createSession(terms);
          await world.request();
          return refused;
        },
      }),
    });
    await world.request();
    expect(world.payment()).toMatchObject({ status: 'PENDING', session: { id: SESSION } });
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentLinkCreated']);
  });

  it('leaves no session open that another worker opened while this one was refused', async () => {
    let calls = 0;
    const world = paymentsWorld({
      gateway: (gateway) => ({
        ...gateway,
        createSession: async (terms) => {
          calls += 1;
          if (calls > 1) return { outcome: 'refused', reason: 'amount_too_small' };
          const created = await gateway.createSession(terms);
          await world.request();
          return created;
        },
      }),
    });
    await world.request();
    expect(world.payment()).toMatchObject({ status: 'CLOSED', reason: 'refused-by-provider' });
    expect(world.provider.sessionOf(ORDER)?.status).toBe('expired');
    expect(world.types()).toEqual(['PaymentClosed', 'PaymentClosed']);
  });

  it('is not closed while the provider does not answer or our account is not in order', async () => {
    for (const kind of ['unavailable', 'unprocessable'] as const) {
      const world = paymentsWorld({
        gateway: (gateway) => ({
          ...gateway,
          createSession: () => Promise.reject(new AppError(kind, 'gateway.any', 'Not now')),
        }),
      });
      await expect(world.request()).rejects.toMatchObject({ kind });
      expect(world.payment()?.status).toBe('PENDING');
      expect(world.types()).toEqual([]);
    }
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

  it('of a decline keeps the link valid, and each decline is published once', async () => {
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
