import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { simulatorPaymentGateway } from '../../../functions/payments/adapters/simulator-payment-gateway.ts';
import { stripePaymentGateway } from '../../../functions/payments/adapters/stripe-payment-gateway.ts';

interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
interface Reply {
  readonly status?: number;
  readonly body: unknown;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A fake provider that records its requests and sends these replies in order. */
const provider = async (...replies: readonly Reply[]) => {
  const calls: Call[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status = 200, body } = replies[calls.length] ?? { status: 500, body: {} };
    calls.push({
      path: `${request.method} ${request.url}`,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { calls, port: (server.address() as AddressInfo).port };
};

const payBy = '2026-03-01T10:00:00.000Z';
const termsOf = (amount: number, currency: string) => ({
  orderId: 'o-1',
  amount,
  currency,
  payBy,
  correlationId: 'c-1',
});
const refundOf = (amount: number, currency: string) => ({
  key: 'refund-a#2',
  sessionId: 'cs/1',
  amount,
  currency,
  reference: { orderId: 'o-1', refundId: 'refund-a', attempt: 2, correlationId: 'c-1' },
});

describe('money at Stripe', () => {
  const stripe = async (...replies: readonly Reply[]) => {
    const { calls, port } = await provider(...replies);
    const gateway = stripePaymentGateway({
      apiKey: async () => 'sk_test_1',
      returnUrl: 'https://shop.example/paid',
      client: { host: '127.0.0.1', port, protocol: 'http' },
    });
    return { calls, gateway };
  };
  const session = (amount_total: number, currency: string) => ({
    id: 'cs_1',
    url: 'https://checkout.stripe.com/c/pay/cs_1',
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: 'pi_1',
    created: 1_772_358_000,
    amount_total,
    currency: currency.toLowerCase(),
  });

  const noRefunds = { body: { object: 'list', url: '/v1/refunds', has_more: false, data: [] } };

  /** Currency, amount in minor units by ISO 4217, and the amount as Stripe counts it (docs.stripe.com/currencies). */
  const amounts = [
    ['EUR', 1250, 1250],
    ['JPY', 1250, 1250],
    ['KRW', 1250, 1250],
    ['KWD', 1250, 1250],
    ['HUF', 125_000, 125_000],
    ['ISK', 1250, 125_000],
    ['UGX', 1250, 125_000],
    ['MGA', 125_000, 1250],
  ] as const;

  it.each(amounts)(
    'in %s: %d minor units are %d at Stripe, in either direction',
    async (currency, ours, theirs) => {
      const answer = { body: session(theirs, currency) };
      const { calls, gateway } = await stripe(answer, answer);
      const expected = { amount: ours, currency };
      expect(await gateway.createSession(termsOf(ours, currency))).toMatchObject({ session: expected });
      expect(new URLSearchParams(calls[0]?.body).get('line_items[0][price_data][unit_amount]')).toBe(
        String(theirs),
      );
      expect(await gateway.expireSession('cs_1')).toMatchObject(expected);
    },
  );

  it.each(amounts)(
    'in %s: a refund of %d minor units is one of %d at Stripe',
    async (currency, ours, theirs) => {
      const { calls, gateway } = await stripe({ body: session(theirs, currency) }, noRefunds, {
        body: { id: 're_1', status: 'succeeded' },
      });
      expect(await gateway.refund(refundOf(ours, currency))).toEqual({ outcome: 'settled' });
      expect(new URLSearchParams(calls[2]?.body).get('amount')).toBe(String(theirs));
      expect(calls[2]?.headers['idempotency-key']).toBe('refund-a#2');
    },
  );

  it.each([200, 500])('is not decided by an answer of another form: %d', async (status) => {
    const odd = { status, body: { message: 'Service Unavailable' } };
    const unavailable = { kind: 'unavailable', code: 'gateway.odd-answer' };
    const { gateway } = await stripe(odd, odd, odd);
    await expect(gateway.createSession(termsOf(1250, 'EUR'))).rejects.toMatchObject(unavailable);
    await expect(gateway.expireSession('cs_1')).rejects.toMatchObject(unavailable);
    await expect(gateway.refund(refundOf(1250, 'EUR'))).rejects.toMatchObject(unavailable);
    const { gateway: refunding } = await stripe({ body: session(1250, 'EUR') }, noRefunds, odd);
    await expect(refunding.refund(refundOf(1250, 'EUR'))).rejects.toMatchObject(unavailable);
  });

  it('is asked for in cards alone and in the currency of the order, once, with our key', async () => {
    const { calls, gateway } = await stripe();
    await expect(gateway.createSession(termsOf(1250, 'EUR'))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.headers).toMatchObject({
      authorization: 'Bearer sk_test_1',
      'idempotency-key': 'o-1',
    });
    expect(Object.fromEntries(new URLSearchParams(calls[0]?.body))).toMatchObject({
      mode: 'payment',
      'allowed_payment_method_types[0]': 'card',
      'adaptive_pricing[enabled]': 'false',
      'line_items[0][quantity]': '1',
      success_url: 'https://shop.example/paid',
    });
  });
});

describe("money at the simulator's gateway", () => {
  const simulator = async (...replies: readonly Reply[]) => {
    const { calls, port } = await provider(...replies);
    const url = `http://127.0.0.1:${port}/stage/`;
    return { calls, gateway: simulatorPaymentGateway({ url, apiKey: async () => 'sk' }) };
  };
  const session = {
    id: 'cs_1',
    url: 'https://pay.example/cs_1',
    status: 'open',
    amount: 1250,
    currency: 'ISK',
    paidAt: null,
  };
  const problem = (status: number, code: string): Reply => ({ status, body: { code } });

  it.each([201, 200])('is asked for in minor units with the order as idempotency key: %d', async (status) => {
    const { calls, gateway } = await simulator({ status, body: session });
    const { paidAt: _paidAt, ...open } = session;
    expect(await gateway.createSession(termsOf(1250, 'ISK'))).toEqual({ outcome: 'created', session: open });
    expect(calls).toMatchObject([
      {
        path: 'POST /stage/gateway/sessions',
        headers: { authorization: 'Bearer sk', 'idempotency-key': 'o-1' },
      },
    ]);
    expect(JSON.parse(calls[0]!.body)).toEqual({
      orderId: 'o-1',
      amount: 1250,
      currency: 'ISK',
      payBy,
      metadata: { correlationId: 'c-1' },
    });
  });

  it('is given back in minor units with the key of the refund', async () => {
    const { calls, gateway } = await simulator({
      status: 201,
      body: { id: 're_1', amount: 300, status: 'settled' },
    });
    expect(await gateway.refund(refundOf(300, 'ISK'))).toEqual({ outcome: 'settled' });
    expect(calls).toMatchObject([
      {
        path: 'POST /stage/gateway/sessions/cs%2F1/refunds',
        headers: { 'idempotency-key': 'refund-a#2' },
      },
    ]);
    expect(JSON.parse(calls[0]!.body)).toEqual({ amount: 300 });
  });

  it('is not asked for any more once the session is expired, which says how it ended', async () => {
    const paidAt = '2026-03-01T09:40:00.000Z';
    const { calls, gateway } = await simulator({ body: { ...session, status: 'paid', paidAt } });
    expect(await gateway.expireSession('cs/1')).toMatchObject({ status: 'paid', paidAt, amount: 1250 });
    expect(calls.map(({ path }) => path)).toEqual(['POST /stage/gateway/sessions/cs%2F1/expire']);
  });

  it.each([
    [402, 'gateway.refund-refused'],
    [409, 'gateway.refund-exceeds-payment'],
  ])('that the gateway will not give back is a refusal for good: %d %s', async (status, code) => {
    const { gateway } = await simulator(problem(status, code));
    expect(await gateway.refund(refundOf(300, 'EUR'))).toEqual({ outcome: 'refused', reason: code });
  });

  it('that the gateway will not ask for is a refusal for good', async () => {
    const { gateway } = await simulator(problem(402, 'gateway.session-refused'));
    expect(await gateway.createSession(termsOf(1250, 'EUR'))).toEqual({
      outcome: 'refused',
      reason: 'gateway.session-refused',
    });
  });

  it.each([
    [409, 'unavailable'],
    [422, 'unprocessable'],
    [504, 'unavailable'],
  ])('is not decided by an answer of %d', async (status, kind) => {
    const { gateway } = await simulator(problem(status, 'gateway.x'), problem(status, 'gateway.x'));
    await expect(gateway.createSession(termsOf(1250, 'EUR'))).rejects.toMatchObject({ kind });
    await expect(gateway.refund(refundOf(300, 'EUR'))).rejects.toMatchObject({ kind });
  });
});
