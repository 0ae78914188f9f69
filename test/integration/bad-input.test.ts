import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { secretText, stackOutput } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import { sessionIdOf } from '../support/gateway.ts';
import { request } from '../support/http.ts';
import { api, callAs, tokenFor } from '../support/callers.ts';
import { availableOf, newCustomer, newProduct, orderOf, place, reachLink, unpaid } from '../support/shop.ts';

const customer = newCustomer();
let productId: string;
let retired: string;

beforeAll(async () => {
  productId = await newProduct(50);
  retired = await newProduct(5);
  const product = { name: 'Retired', unitAmount: 500, currency: 'EUR', active: false };
  await callAs('admin', 'admin', 'PUT', `/products/${retired}`, { body: product });
});

const post = (parts: Parameters<typeof callAs>[4]) => callAs(customer, 'customer', 'POST', '/orders', parts);
const order = (items: unknown, more: object = {}) => post({ body: { items, ...more } });
const line = (quantity: unknown) => [{ productId, quantity }];

describe('an invalid order', () => {
  it.each([
    ['malformed JSON', () => post({ raw: '{"items":[' }), 400, 'request.malformed-json'],
    [
      'another content type',
      () => post({ raw: 'items=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      415,
      'request.unsupported-media-type',
    ],
    ['an unknown field', () => order(line(1), { price: 1 }), 400, 'request.invalid'],
    ['no items', () => order([]), 400, 'request.invalid'],
    ['a product in two lines', () => order([...line(1), ...line(2)]), 400, 'request.invalid'],
    ['quantity 0', () => order(line(0)), 400, 'request.invalid'],
    ['a negative quantity', () => order(line(-1)), 400, 'request.invalid'],
    ['a fractional quantity', () => order(line(1.5)), 400, 'request.invalid'],
    ['a quantity of 1e9', () => order(line(1e9)), 400, 'request.invalid'],
    ['a quantity in words', () => order(line('two')), 400, 'request.invalid'],
    [
      '21 lines',
      () => order(Array.from({ length: 21 }, (_, n) => ({ productId: `p-${n}`, quantity: 1 }))),
      400,
      'request.invalid',
    ],
    ['a note of 501 characters', () => order(line(1), { note: 'x'.repeat(501) }), 400, 'request.invalid'],
    ['a body of 65 KiB', () => order(line(1), { note: 'x'.repeat(65 * 1024) }), 413, 'request.too-large'],
    [
      'a bad idempotency key',
      () => post({ body: { items: line(1) }, headers: { 'idempotency-key': 'with a blank' } }),
      400,
      'request.invalid',
    ],
    [
      'an unknown product',
      () => order([{ productId: 'unknown', quantity: 1 }]),
      422,
      'order.product-not-available',
    ],
  ] as const)('is refused: %s', async (_, send, status, code) => {
    const answer = await send();
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body['correlationId']).toBe(answer.headers.get('x-correlation-id'));
  });

  it('is rejected for an inactive product', async () => {
    const answer = await order([{ productId: retired, quantity: 1 }]);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'order.product-not-available', errors: [{ pointer: '/items/0/productId' }] },
    });
  });

  it('has no effect: the customer has no order and stock is unchanged', async () => {
    const { body } = await callAs(customer, 'customer', 'GET', '/orders');
    expect(body).toEqual({ items: [] });
    expect(await availableOf(productId)).toBe(50);
  });
});

describe('a repeated order', () => {
  it('creates one order; rejects the same key with another body; keys are separate for each customer', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const buyer = newCustomer();
    const first = await place(buyer, [{ productId, quantity: 1 }], headers);
    expect(await place(buyer, [{ productId, quantity: 1 }], headers)).toEqual(first);
    const other = await callAs(buyer, 'customer', 'POST', '/orders', {
      body: { items: [{ productId, quantity: 2 }] },
      headers,
    });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key-reused' } });
    const stranger = await place(newCustomer(), [{ productId, quantity: 1 }], headers);
    expect(stranger.orderId).not.toBe(first.orderId);
  });
});

describe('authorization', () => {
  it('hides orders of other customers', async () => {
    const { orderId } = await place(newCustomer(), [{ productId, quantity: 1 }]);
    const mallory = newCustomer();
    for (const [method, path] of [
      ['GET', `/orders/${orderId}`],
      ['POST', `/orders/${orderId}/cancel`],
      ['GET', `/payments/${orderId}`],
    ] as const) {
      const answer = await callAs(mallory, 'customer', method, path, method === 'POST' ? { body: {} } : {});
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect((await orderOf(orderId)).status).not.toBe('CANCELLED');
  });

  it('requires a valid token with the right role', async () => {
    expect((await request('GET', api('/orders'))).status).toBe(401);
    const [header, payload] = (await tokenFor(customer)).split('.');
    const forged = [header, payload, Buffer.alloc(256).toString('base64url')].join('.');
    expect((await request('GET', api('/orders'), { token: forged })).status).toBe(401);
    const unsigned = [Buffer.from('{"alg":"none"}').toString('base64url'), payload, ''].join('.');
    expect((await request('GET', api('/orders'), { token: unsigned })).status).toBe(401);
    for (const path of ['/fulfilment/tickets', '/ops/status', '/ops/dead-letters']) {
      expect([path, (await callAs(customer, 'customer', 'GET', path)).status]).toEqual([path, 403]);
    }
    expect((await callAs('sam', 'staff', 'GET', '/ops/status')).status).toBe(403);
  });

  it('returns cursors that only the same customer can use, and only unchanged', async () => {
    const buyer = newCustomer();
    await place(buyer, [{ productId, quantity: 1 }]);
    await place(buyer, [{ productId, quantity: 1 }]);
    const page = await callAs<{ nextCursor: string }>(buyer, 'customer', 'GET', '/orders?limit=1');
    const cursor = page.body.nextCursor;
    const second = await callAs<{ items: unknown[] }>(
      buyer,
      'customer',
      'GET',
      `/orders?limit=1&cursor=${cursor}`,
    );
    expect(second.body.items).toHaveLength(1);
    const bad = { status: 400, body: { code: 'request.bad-cursor' } };
    expect(await callAs(customer, 'customer', 'GET', `/orders?cursor=${cursor}`)).toMatchObject(bad);
    expect(await callAs(buyer, 'customer', 'GET', `/orders?cursor=x${cursor}`)).toMatchObject(bad);
  });

  it('answers an unknown route with 404', async () => {
    const answer = await request('GET', api('/no/such/route'));
    expect(answer).toMatchObject({ status: 404, body: { code: 'route.not-found' } });
  });
});

describe('a webhook', () => {
  const bodyOf = (orderId: string, sessionId: string, amount: number) =>
    JSON.stringify({
      type: 'payment.succeeded',
      timestamp: new Date().toISOString(),
      data: { sessionId, orderId, amount, currency: 'EUR', paidAt: new Date().toISOString(), metadata: {} },
    });

  const send = (raw: string, headers: Record<string, string>) =>
    request('POST', api('/webhooks/payments'), { raw, headers });

  const signed = (secret: string, raw: string, at = new Date()) => {
    const id = `msg_${randomUUID()}`;
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, raw),
    };
  };

  const ourSecret = async (): Promise<string> => {
    const arn = await stackOutput('PaymentProviderSecretArn');
    const { webhookSecrets } = JSON.parse(await secretText(arn)) as { webhookSecrets: string[] };
    return webhookSecrets[0] ?? '';
  };

  it('with a wrong, expired or missing signature is rejected and pays nothing', async () => {
    const { orderId } = await place(newCustomer(), [{ productId, quantity: 1 }]);
    const raw = bodyOf(orderId, sessionIdOf(await reachLink(orderId)), 500);
    const secret = await ourSecret();
    const wrong = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const old = new Date(Date.now() - 301_000);
    const answers = await Promise.all([
      send(raw, signed(wrong, raw)),
      send(raw, signed(secret, raw, old)),
      send(raw, {}),
      send(`${raw} `, signed(secret, raw)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(await orderOf(orderId)).toMatchObject(unpaid);
  });

  it('for another amount pays nothing and moves to the dead-letter queue with its reason', async () => {
    const { orderId } = await place(newCustomer(), [{ productId, quantity: 1 }]);
    const raw = bodyOf(orderId, sessionIdOf(await reachLink(orderId)), 499);
    const headers = signed(await ourSecret(), raw);
    expect((await send(raw, headers)).status).toBe(200);
    const group = await eventually(
      async () => {
        const { body } = await callAs<{ groups: { code: string; messages: { orderId?: string }[] }[] }>(
          'admin',
          'admin',
          'GET',
          '/ops/dead-letters?queue=payments-inbox',
        );
        const found = body.groups.find(({ messages }) => messages.some((entry) => entry.orderId === orderId));
        if (found === undefined) throw new Error(JSON.stringify(body));
        return found;
      },
      { describe: `the webhook for order ${orderId} among the dead letters` },
    );
    expect(group.code).toBe('payment.not-this-payment');
    expect(await orderOf(orderId)).toMatchObject(unpaid);
  });
});
