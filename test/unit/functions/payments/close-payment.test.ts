import { describe, expect, it } from '@jest/globals';
import { unlinked } from '../../../support/payments/samples.ts';
import { ORDER, paidWorld, paymentsWorld, SESSION } from '../../../support/payments/world.ts';

describe('a closure', () => {
  it('expires the session at the provider, then closes the payment', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.close();
    expect(world.provider.pay(SESSION)).toBe(false);
    expect(world.payment()?.status).toBe('CLOSED');
    expect(world.ids('PaymentClosed')).toEqual([`PaymentClosed:${ORDER}`]);
  });

  it('finds money whose webhook got lost', async () => {
    const world = paymentsWorld();
    await world.request();
    world.provider.pay(SESSION);
    await world.close();
    expect(world.payment()?.status).toBe('CAPTURED');
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentSucceeded']);
    await world.webhook();
    expect(world.ids('PaymentSucceeded')).toHaveLength(1);
  });

  it('takes over when the provider was paid', async () => {
    const paidAt = '2026-03-01T09:20:00.000Z';
    const world = paymentsWorld({
      gateway: (gateway) => ({
        ...gateway,
        expireSession: async (id) => ({ ...(await gateway.expireSession(id)), paidAt }),
      }),
    });
    await world.request();
    world.provider.pay(SESSION);
    await world.close();
    expect(world.last('PaymentSucceeded')?.data).toMatchObject({ capturedAt: paidAt });
  });

  it('of a payment that is paid is answered by the payment, each time', async () => {
    const world = await paidWorld();
    await world.close();
    await world.close();
    expect(new Set(world.ids('PaymentSucceeded')).size).toBe(1);
    expect(world.ids('PaymentSucceeded')).toHaveLength(3);
  });

  it('of a closed payment is answered again, without asking the provider', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.close();
    world.provider.misbehave({ timeOutBeforeActing: 9 });
    await world.close();
    expect(world.ids('PaymentClosed')).toEqual([`PaymentClosed:${ORDER}`, `PaymentClosed:${ORDER}`]);
  });

  it('without any payment leaves a tombstone, and is answered', async () => {
    const world = paymentsWorld();
    await world.close();
    expect(world.payment()?.status).toBe('TOMBSTONE');
    await world.close();
    expect(world.types()).toEqual(['PaymentClosed', 'PaymentClosed']);
  });

  it('closes the payment that was recorded while the tombstone was about to be left', async () => {
    const world = paymentsWorld({
      store: (store) => ({
        ...store,
        insert: async (payment, outbox) => {
          if (payment.status === 'TOMBSTONE') await world.request();
          return store.insert(payment, outbox);
        },
      }),
    });
    await world.close();
    expect(world.payment()?.status).toBe('CLOSED');
    expect(world.provider.sessions.get(SESSION)?.status).toBe('expired');
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentClosed']);
  });

  it('which finds no session recorded creates and expires it, so that none stays open unseen', async () => {
    const world = paymentsWorld();
    world.provider.misbehave({ timeOutBeforeActing: 1 });
    await expect(world.request()).rejects.toMatchObject({ kind: 'unavailable' });
    await world.close();
    expect(world.provider.sessionOf(ORDER)?.status).toBe('expired');
    expect(world.payment()).toMatchObject({ status: 'CLOSED', session: { id: SESSION } });
    await world.request();
    expect(world.types()).toEqual(['PaymentClosed', 'PaymentClosed']);
  });

  it('closes the payment with a reason if the provider refuses to open the session', async () => {
    const world = paymentsWorld();
    world.provider.misbehave({ timeOutBeforeActing: 1 });
    await expect(world.request()).rejects.toMatchObject({ kind: 'unavailable' });
    world.provider.misbehave({ refuseSessions: true });
    await world.close();
    expect(world.payment()).toMatchObject({ status: 'CLOSED', reason: 'refused-by-provider' });
    expect(world.last('PaymentClosed')?.data).toEqual({ orderId: ORDER, reason: 'refused-by-provider' });
  });

  it('is tried again when a session was recorded while the provider refused one', async () => {
    let refuses = true;
    const world = paymentsWorld({
      gateway: (gateway) => ({
        ...gateway,
        createSession: async (terms) => {
          if (!refuses) return gateway.createSession(terms);
          refuses = false;
          await world.request();
          return { outcome: 'refused', reason: 'amount_too_small' };
        },
      }),
    });
    await world.payments.insert(unlinked, undefined);
    await expect(world.close()).rejects.toMatchObject({ kind: 'conflict' });
    expect(world.payment()?.status).toBe('PENDING');
    await world.close();
    expect(world.provider.sessionOf(ORDER)?.status).toBe('expired');
    expect(world.payment()).toMatchObject({ status: 'CLOSED', session: { id: SESSION } });
    expect(world.last('PaymentClosed')?.data).toEqual({ orderId: ORDER });
  });

  it('keeps a capture that came after it', async () => {
    const world = paymentsWorld();
    await world.request();
    await world.close();
    await world.webhook();
    expect(world.payment()?.status).toBe('CAPTURED');
    expect(world.types()).toEqual(['PaymentLinkCreated', 'PaymentClosed', 'PaymentSucceeded']);
  });

  it('without an answer of the provider closes nothing', async () => {
    const world = paymentsWorld();
    await world.request();
    world.provider.misbehave({ timeOutBeforeActing: 1 });
    await expect(world.close()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(world.payment()?.status).toBe('PENDING');
  });

  it.each([0, 1, 2, 3])('at the same time as the request leaves nothing open (order %#)', async (order) => {
    const world = paymentsWorld();
    const both = [() => world.request(), () => world.close()];
    await Promise.all(
      [...(order % 2 === 0 ? both : both.toReversed()), ...both.slice(0, order)].map((run) => run()),
    );
    await world.close();
    expect(world.provider.sessionOf(ORDER)?.status ?? 'expired').toBe('expired');
    expect(['CLOSED', 'TOMBSTONE']).toContain(world.payment()?.status);
  });
});
