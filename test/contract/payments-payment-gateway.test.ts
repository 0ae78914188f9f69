import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { simulatorPaymentGateway } from '../../functions/payments/adapters/simulator-payment-gateway.ts';
import type { PaymentGateway, SessionRequest } from '../../functions/payments/domain/payment-gateway.ts';
import { memoryPaymentGateway } from '../support/memory/payment-gateway.ts';
import { startSimulatorServer } from '../support/payments/simulator-server.ts';

interface Provider {
  readonly gateway: PaymentGateway;
  readonly pay: (sessionId: string) => boolean | Promise<boolean>;
  readonly misbehave: (behaviour: {
    refuseSessions?: boolean;
    refuseRefunds?: boolean;
    timeOutAfterActing?: number;
  }) => void | Promise<void>;
  readonly refundOutside: (sessionId: string, amount: number) => unknown;
  readonly dispute: (sessionId: string) => unknown;
  readonly decide: (sessionId: string, status: 'WON' | 'LOST') => unknown;
}

const AT = '2026-03-01T09:30:00.000Z';
let server: Awaited<ReturnType<typeof startSimulatorServer>>;
beforeAll(async () => {
  server = await startSimulatorServer('sk_test');
});
afterAll(() => server.close());

const inMemory = (): Provider => {
  const gateway = memoryPaymentGateway({ now: () => AT });
  const { pay, misbehave, refundOutside, dispute, decide } = gateway;
  return { gateway, pay, misbehave, refundOutside, dispute, decide };
};
const overHttp = (): Provider => ({
  ...server,
  refundOutside: (id, amount) => server.console(id, { action: 'refund', amount }),
  dispute: (id) => server.console(id, { action: 'open-dispute' }),
  decide: (id, status) => server.console(id, { action: status === 'WON' ? 'win-dispute' : 'lose-dispute' }),
  gateway: simulatorPaymentGateway({ url: server.url, apiKey: async () => 'sk_test' }),
});

let serial = 0;
const request = (overrides: Partial<SessionRequest> = {}): SessionRequest => {
  serial += 1;
  return {
    orderId: `0195f0a0-0000-7000-8000-${String(serial).padStart(12, '0')}`,
    amount: 1000,
    currency: 'EUR',
    payBy: '2026-03-01T10:00:00.000Z',
    correlationId: 'corr-1',
    ...overrides,
  };
};

describe.each([
  ['in memory', inMemory],
  ['of the simulator over HTTP', overHttp],
] as const)('the payment gateway %s', (_, create) => {
  let provider: Provider;
  beforeEach(async () => {
    provider = create();
    await provider.misbehave({});
  });
  const opened = async (terms = request()) => {
    const creation = await provider.gateway.createSession(terms);
    if (creation.outcome !== 'created') throw new Error(`refused: ${creation.reason}`);
    return creation.session;
  };
  const paid = async () => {
    const session = await opened();
    expect(await provider.pay(session.id)).toBe(true);
    return session;
  };
  const refund = (sessionId: string, key: string, amount: number) =>
    provider.gateway.refund({
      sessionId,
      key,
      amount,
      currency: 'EUR',
      reference: { orderId: 'o-1', refundId: key, attempt: 1, correlationId: 'corr-1' },
    });

  it('opens one session for an order, even if requested repeatedly', async () => {
    const terms = request();
    const session = await opened(terms);
    expect(session).toMatchObject({ status: 'open', amount: 1000, currency: 'EUR' });
    expect(new URL(session.url).pathname).not.toBe('/');
    expect(await opened(terms)).toEqual(session);
  });

  it('rejects other terms under the same key', async () => {
    const terms = request();
    await opened(terms);
    await expect(provider.gateway.createSession({ ...terms, amount: 1 })).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'gateway.idempotency-key-reused',
    });
  });

  it('returns the session that a request with a lost answer opened', async () => {
    const terms = request();
    await provider.misbehave({ timeOutAfterActing: 1 });
    await expect(opened(terms)).rejects.toMatchObject({ kind: 'unavailable' });
    const session = await opened(terms);
    expect(await provider.pay(session.id)).toBe(true);
  });

  it('closes an open session, repeatedly, so that it can no longer be paid', async () => {
    const session = await opened();
    expect(await provider.gateway.expireSession(session.id)).toMatchObject({
      id: session.id,
      status: 'expired',
    });
    expect(await provider.gateway.expireSession(session.id)).toMatchObject({ status: 'expired' });
    expect(await provider.pay(session.id)).toBe(false);
  });

  it('reports that a session was paid, and when', async () => {
    const session = await paid();
    expect(await provider.gateway.expireSession(session.id)).toMatchObject({
      id: session.id,
      status: 'paid',
      amount: 1000,
      currency: 'EUR',
      paidAt: AT,
    });
  });

  it('does not know a session that was never opened', async () => {
    const expected = { kind: 'unprocessable', code: 'gateway.session-not-found' };
    await expect(provider.gateway.expireSession('cs_nobody')).rejects.toMatchObject(expected);
    await expect(refund('cs_nobody', 'r', 1)).rejects.toMatchObject(expected);
  });

  it('refunds once per key, even if the answer was lost', async () => {
    const { id } = await paid();
    await provider.misbehave({ timeOutAfterActing: 1 });
    await expect(refund(id, 'r1', 700)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await refund(id, 'r1', 700)).toEqual({ outcome: 'settled' });
    expect(await refund(id, 'r2', 301)).toMatchObject({ outcome: 'refused' });
    expect(await refund(id, 'r3', 300)).toEqual({ outcome: 'settled' });
  });

  it('rejects a key that was used for another amount', async () => {
    const { id } = await paid();
    await refund(id, 'r1', 700);
    await expect(refund(id, 'r1', 100)).rejects.toMatchObject({ kind: 'unprocessable' });
  });

  it('does not refund an unpaid session', async () => {
    const { id } = await opened();
    await expect(refund(id, 'r1', 1)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('reports a permanent rejection of a session, and keeps sessions it has opened', async () => {
    const [before, after] = [request(), request()];
    const session = await opened(before);
    await provider.misbehave({ refuseSessions: true });
    expect(await provider.gateway.createSession(after)).toEqual({
      outcome: 'refused',
      reason: 'gateway.session-refused',
    });
    expect(await opened(before)).toEqual(session);
  });

  it('reports the rejection of a refund, and keeps refunds it has made', async () => {
    const { id } = await paid();
    await refund(id, 'r1', 100);
    await provider.misbehave({ refuseRefunds: true });
    expect(await refund(id, 'r2', 100)).toEqual({ outcome: 'refused', reason: 'gateway.refund-refused' });
    expect(await refund(id, 'r1', 100)).toEqual({ outcome: 'settled' });
  });

  it('states a session with all its refunds, and tells ours from those in the console by their keys', async () => {
    const session = await paid();
    await refund(session.id, 'r1', 100);
    await provider.refundOutside(session.id, 250);
    const statement = await provider.gateway.statement(session.id);
    expect(statement.session).toMatchObject({ id: session.id, status: 'paid', amount: 1000, paidAt: AT });
    expect(statement.refunds).toEqual([
      { key: 'r1', amount: 100, result: { outcome: 'settled' } },
      { amount: 250, result: { outcome: 'settled' } },
    ]);
    expect(await refund(session.id, 'r2', 651)).toMatchObject({ outcome: 'refused' });
    expect(await refund(session.id, 'r3', 650)).toEqual({ outcome: 'settled' });
  });

  it.each([
    ['WON', false, 'settled'],
    ['LOST', true, 'refused'],
  ] as const)(
    'states disputes, whose money cannot be refunded until one is %s',
    async (status, taken, outcome) => {
      const { id } = await paid();
      await provider.dispute(id);
      const open = { amount: 1000, status: 'OPEN', fundsWithdrawn: true, reason: 'fraudulent', openedAt: AT };
      expect((await provider.gateway.statement(id)).disputes).toMatchObject([open]);
      expect(await refund(id, 'r1', 1)).toMatchObject({ outcome: 'refused' });
      await provider.decide(id, status);
      expect((await provider.gateway.statement(id)).disputes).toMatchObject([
        { ...open, status, fundsWithdrawn: taken },
      ]);
      expect(await refund(id, 'r2', 1)).toMatchObject({ outcome });
    },
  );

  it('states a session that is not paid', async () => {
    const { id } = await opened();
    expect(await provider.gateway.statement(id)).toMatchObject({
      session: { status: 'open' },
      refunds: [],
      disputes: [],
    });
  });

  it('finds the order of a payment', async () => {
    const terms = request();
    const { id } = await opened(terms);
    expect(await provider.gateway.orderOf(id)).toBe(terms.orderId);
  });
});
