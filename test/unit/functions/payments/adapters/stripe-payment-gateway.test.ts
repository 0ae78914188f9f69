import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stripePaymentGateway } from '../../../../../functions/payments/adapters/stripe-payment-gateway.ts';

interface Call {
  readonly path: string;
  readonly key: string | undefined;
  readonly form: URLSearchParams;
}
interface Reply {
  readonly status?: number;
  readonly body?: unknown;
}

const terms = {
  orderId: 'o-1',
  amount: 1000,
  currency: 'EUR',
  payBy: '2026-03-01T10:00:00.000Z',
  correlationId: 'c-1',
};
const session = {
  id: 'cs_1',
  object: 'checkout.session',
  url: 'https://checkout.stripe.com/c/pay/cs_1',
  status: 'open',
  payment_status: 'unpaid',
  amount_total: 1000,
  currency: 'eur',
  created: 1_772_358_000,
  payment_intent: 'pi_1',
};
/** The refunds of a payment, as Stripe lists them. */
const refundsOf = (...data: readonly Record<string, unknown>[]) => ({
  object: 'list',
  url: '/v1/refunds',
  has_more: false,
  data,
});
const paid = { ...session, url: null, status: 'complete', payment_status: 'paid' };
/** A paid session with its charge, which was made later than the session. */
const charged = { ...paid, payment_intent: { latest_charge: { created: session.created + 600 } } };
const refused = (status: number, error: Record<string, string>): Reply => ({ status, body: { error } });
const noRefunds: Reply = { body: refundsOf() };
const reference = { orderId: 'o-1', refundId: 'refund-a', attempt: 1, correlationId: 'c-1' };
const refundOrder = { key: 'refund-a', sessionId: 'cs_1', amount: 300, currency: 'EUR', reference };

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A fake of Stripe's API that sends these replies in order, and then closes connections without a response. */
const stripe = async (...replies: readonly Reply[]) => {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const reply = replies[calls.length];
      calls.push({
        path: `${request.method} ${request.url}`,
        key: request.headers['idempotency-key'] as string | undefined,
        form: new URLSearchParams(body),
      });
      if (reply === undefined) {
        request.socket.destroy();
        return;
      }
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const gateway = stripePaymentGateway({
    apiKey: async () => 'sk_test_1',
    returnUrl: 'https://shop.example/paid',
    client: { host: '127.0.0.1', port, protocol: 'http' },
  });
  return { gateway, calls };
};

describe('a session at Stripe', () => {
  it('is opened with the order id as idempotency key, and takes the correlation id along', async () => {
    const { gateway, calls } = await stripe({ body: session });
    expect(await gateway.createSession(terms)).toEqual({
      outcome: 'created',
      session: { id: 'cs_1', url: session.url, status: 'open', amount: 1000, currency: 'EUR' },
    });
    expect(calls[0]).toMatchObject({ path: 'POST /v1/checkout/sessions', key: 'o-1' });
    expect(Object.fromEntries(calls[0]?.form ?? [])).toMatchObject({
      'line_items[0][price_data][unit_amount]': '1000',
      'line_items[0][price_data][currency]': 'eur',
      'metadata[correlationId]': 'c-1',
      'payment_intent_data[metadata][orderId]': 'o-1',
    });
  });

  it('is asked for with the same content whenever it is asked for: nothing in it is counted from now', async () => {
    const { gateway, calls } = await stripe({ body: session }, { body: session });
    await gateway.createSession(terms);
    await gateway.createSession(terms);
    expect(calls[0]?.form.toString()).toBe(calls[1]?.form.toString());
    expect(calls[0]?.form.has('expires_at')).toBe(false);
  });

  const price = 'line_items[0][price_data]';
  it.each([
    ['amount is too small', { code: 'amount_too_small' }, 'amount_too_small'],
    ['amount is too large', { code: 'amount_too_large', param: 'amount' }, 'amount_too_large'],
    [
      'amount is no number that Stripe takes',
      { code: 'parameter_invalid_integer', param: `${price}[unit_amount]` },
      'parameter_invalid_integer',
    ],
    [
      'currency is not supported',
      { param: `${price}[currency]`, message: 'Invalid currency: xts' },
      'Invalid currency: xts',
    ],
  ])('whose %s is refused for good, with the reason', async (_, error, reason) => {
    const { gateway } = await stripe(refused(400, { type: 'invalid_request_error', ...error }));
    expect(await gateway.createSession(terms)).toEqual({ outcome: 'refused', reason });
  });

  it.each([
    ['the key is not accepted', 401, { type: 'invalid_request_error' }, 'unavailable'],
    ['the key may not do this', 403, { type: 'invalid_request_error' }, 'unavailable'],
    ['the rate is limited', 429, { type: 'invalid_request_error', code: 'rate_limit' }, 'unavailable'],
    ['Stripe fails', 500, { type: 'api_error' }, 'unavailable'],
    ['the API has no such version', 400, { message: 'Invalid Stripe API version' }, 'unprocessable'],
    ['the account is not activated', 400, { message: 'You must activate your account' }, 'unprocessable'],
    ['no payment method is enabled', 400, { param: 'allowed_payment_method_types[0]' }, 'unprocessable'],
    [
      'the API has renamed what we send',
      400,
      { code: 'parameter_unknown', param: `${price}[unit_amount]` },
      'unprocessable',
    ],
  ])('is no refusal of the payment while %s', async (_, status, error, kind) => {
    const { gateway } = await stripe(refused(status, { type: 'invalid_request_error', ...error }));
    await expect(gateway.createSession(terms)).rejects.toMatchObject({ kind });
  });

  it('is expired', async () => {
    const { gateway, calls } = await stripe({ body: { ...session, status: 'expired', url: null } });
    expect(await gateway.expireSession('cs_1')).toMatchObject({ status: 'expired' });
    expect(calls[0]?.path).toBe('POST /v1/checkout/sessions/cs_1/expire');
  });

  it.each([
    ['that was paid says so', charged, { status: 'paid', paidAt: '2026-03-01T09:50:00.000Z' }],
    ['that was expired before says so', { ...session, status: 'expired' }, { status: 'expired' }],
  ])('%s', async (_, ended, end) => {
    const { gateway, calls } = await stripe(refused(400, { type: 'invalid_request_error' }), { body: ended });
    expect(await gateway.expireSession('cs_1')).toMatchObject({ ...end, amount: 1000, currency: 'EUR' });
    expect(calls[1]?.path).toBe('GET /v1/checkout/sessions/cs_1?expand[0]=payment_intent.latest_charge');
  });
});

describe('a refund at Stripe', () => {
  it('is of the payment behind the session, with its own idempotency key', async () => {
    const made = { body: { id: 're_1', status: 'succeeded' } };
    const { gateway, calls } = await stripe({ body: paid }, noRefunds, made);
    expect(await gateway.refund(refundOrder)).toEqual({ outcome: 'settled' });
    expect(calls[2]).toMatchObject({ path: 'POST /v1/refunds', key: 'refund-a' });
    expect(Object.fromEntries(calls[2]?.form ?? [])).toMatchObject({
      payment_intent: 'pi_1',
      amount: '300',
      'metadata[refundKey]': 'refund-a',
      'metadata[orderId]': 'o-1',
      'metadata[refundId]': 'refund-a',
      'metadata[attempt]': '1',
      'metadata[correlationId]': 'c-1',
    });
  });

  it.each([
    ['succeeded', { outcome: 'settled' }],
    ['pending', { outcome: 'taken-on' }],
    ['failed', { outcome: 'failed', reason: 'failed' }],
  ])(
    'that was made before and %s is not made again, however long ago its key was used',
    async (status, end) => {
      const other = { id: 're_0', status: 'succeeded', metadata: { refundKey: 'refund-b' } };
      const earlier = { id: 're_1', status, metadata: { refundKey: 'refund-a' } };
      const { gateway, calls } = await stripe({ body: paid }, { body: refundsOf(other, earlier) });
      expect(await gateway.refund(refundOrder)).toEqual(end);
      expect(calls.map(({ path }) => path)).toEqual([
        'GET /v1/checkout/sessions/cs_1',
        'GET /v1/refunds?payment_intent=pi_1&limit=100',
      ]);
    },
  );

  it('is refused by an error', async () => {
    const error = refused(400, { type: 'invalid_request_error', code: 'charge_already_refunded' });
    const { gateway } = await stripe({ body: paid }, noRefunds, error);
    expect(await gateway.refund(refundOrder)).toEqual({
      outcome: 'refused',
      reason: 'charge_already_refunded',
    });
  });

  it.each([
    ['pending', undefined, { outcome: 'taken-on' }],
    ['requires_action', undefined, { outcome: 'taken-on' }],
    ['failed', 'lost_or_stolen_card', { outcome: 'failed', reason: 'lost_or_stolen_card' }],
    ['canceled', undefined, { outcome: 'failed', reason: 'canceled' }],
  ])('that is %s when it was made says so', async (status, failure_reason, end) => {
    const made = { body: { id: 're_1', status, failure_reason } };
    const { gateway } = await stripe({ body: paid }, noRefunds, made);
    expect(await gateway.refund(refundOrder)).toEqual(end);
  });
});

describe('without a certain answer Stripe', () => {
  it.each([
    ['limits the rate', refused(429, { type: 'rate_limit_error' }), 'unavailable'],
    ['fails', refused(500, { type: 'api_error' }), 'unavailable'],
    ['refuses the key', refused(401, { type: 'authentication_error' }), 'unavailable'],
    ['works on the same key', refused(409, { type: 'idempotency_error' }), 'unavailable'],
    ['saw the key with another body', refused(400, { type: 'idempotency_error' }), 'unprocessable'],
    [
      'does not know the session',
      refused(404, { type: 'invalid_request_error', code: 'resource_missing' }),
      'unprocessable',
    ],
  ])('%s', async (_, reply, kind) => {
    const { gateway } = await stripe(reply, reply);
    await expect(gateway.expireSession('cs_1')).rejects.toMatchObject({ kind });
    await expect(gateway.refund(refundOrder)).rejects.toMatchObject({ kind });
  });

  it('is unavailable when the connection breaks', async () => {
    const { gateway } = await stripe();
    await expect(gateway.createSession(terms)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
