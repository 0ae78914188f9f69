import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { securityHeaders } from '../../../shared/http/route.ts';
import { checkAnswer, serviceRoutes } from '../../support/declared-routes.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { ORDER_ID, price } from '../../support/orders.ts';
import { savedItem, toWire } from '../../support/stored-items.ts';
import { createTokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts';

type Route = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;
type Request = Parameters<typeof apiEvent>[0];

let aws: FakeAws;
let issuer: TokenIssuer;
let routes: Readonly<Record<'placeOrder' | 'startTicket' | 'refund' | 'edge', Route>>;
let customer: string;
let staff: string;
let admin: string;

beforeAll(async () => {
  aws = await startFakeAws();
  issuer = await createTokenIssuer();
  Object.assign(process.env, {
    TABLE_NAME: 'orders',
    PARTNERS_TABLE_NAME: 'partners',
    API_URL: 'https://api.test/v1',
    STOCK_BY_SECONDS: '600',
    KEEP_DAYS: '3650',
    UNPAID_WITHIN_SECONDS: '3600',
    STAGE: 'test',
    VERSION: '1',
    METHODS: JSON.stringify({ '/orders': 'GET, HEAD, OPTIONS, POST' }),
  });
  routes = {
    placeOrder: (await import('../../../functions/orders/lambdas/place-order.ts')).handler,
    startTicket: (await import('../../../functions/fulfilment/lambdas/step-ticket.ts')).handler,
    refund: (await import('../../../functions/payments/lambdas/refund-payment.ts')).handler,
    edge: (await import('../../../functions/ops/lambdas/edge.ts')).handler,
  };
  customer = await issuer.bearer('alice');
  staff = await issuer.bearer('sam', 'staff');
  admin = await issuer.bearer('ada', 'admin');
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

/** The path that each route declares. */
const resources: Readonly<Record<keyof typeof routes, string>> = {
  placeOrder: '/orders',
  startTicket: '/fulfilment/tickets/{orderId}/start',
  refund: '/payments/{orderId}/refunds',
  edge: '/{proxy+}',
};

const call = async (route: keyof typeof routes, request: Partial<Request> = {}) => {
  const event = apiEvent({ method: 'POST', resource: resources[route], ...request });
  const { statusCode, headers, body } = await routes[route](event, lambdaContext());
  const json = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const { httpMethod: method, resource: path } = event;
  checkAnswer(serviceRoutes, { method, path, status: statusCode, body: json });
  return { status: statusCode, headers: headers as Readonly<Record<string, string>>, json };
};

const wish = { items: [{ productId: 'espresso', quantity: 2 }] };
const bearer = (authorization: string, more: Readonly<Record<string, string>> = {}) => ({
  Authorization: authorization,
  ...more,
});

/** DynamoDB returns a price for espresso, so that orders for it can be placed. */
const shopIsOpen = (): void => {
  const item = toWire({ pk: 'price#espresso', ...price() });
  aws.answer(({ operation }) =>
    operation === 'DynamoDB.BatchGetItem' ? { body: { Responses: { orders: [item] } } } : undefined,
  );
};
const placeOrder = (more: Partial<Request> = {}) => {
  shopIsOpen();
  return call('placeOrder', { headers: bearer(customer), body: wish, ...more });
};
const written = () => aws.inputsOf('DynamoDB.PutItem').map(savedItem);

describe('a response', () => {
  it('has security headers, is not cacheable, and repeats the correlation id of the request', async () => {
    const { status, headers, json } = await placeOrder({
      headers: bearer(customer, { 'X-Correlation-Id': 'my-id-1' }),
    });
    expect(status).toBe(202);
    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...securityHeaders(false),
      'x-correlation-id': 'my-id-1',
      location: `orders/${String(json['orderId'])}`,
    });
  });

  it('has the same headers and problem details when the request is refused', async () => {
    const { headers, json } = await call('placeOrder', { headers: { 'x-correlation-id': 'my-id-2' } });
    expect(headers).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...securityHeaders(false),
      'x-correlation-id': 'my-id-2',
      'www-authenticate': 'Bearer',
    });
    expect(json).toEqual({
      type: 'urn:orderly:problem:auth.missing',
      title: 'Not authenticated',
      status: 401,
      detail: expect.any(String),
      code: 'auth.missing',
      correlationId: 'my-id-2',
    });
  });
});

describe('a correlation id', () => {
  it('is the correlation id of the events that the request publishes', async () => {
    await placeOrder({ headers: bearer(customer, { 'x-correlation-id': 'my-id-1' }) });
    expect(written()).toMatchObject([
      { outbox: { correlationId: 'my-id-1', causationId: 'my-id-1', events: [{ type: 'OrderCreated' }] } },
    ]);
  });

  it('that is malformed is replaced by a new one', async () => {
    const { headers } = await placeOrder({ headers: bearer(customer, { 'x-correlation-id': 'a b' }) });
    expect(headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(written()).toMatchObject([{ outbox: { correlationId: headers['x-correlation-id'] } }]);
  });
});

describe('a caller', () => {
  const ticket: Partial<Request> = { path: { orderId: ORDER_ID } };

  it.each([
    ['without a token', {}, 'auth.missing'],
    ['with another scheme', { authorization: 'Basic YTpi' }, 'auth.missing'],
    ['with a token that is not valid', { authorization: 'Bearer a.b.c' }, 'auth.invalid-token'],
  ])('%s gets a 401, whatever else is wrong with the request', async (_, headers, code) => {
    const { status, json } = await call('placeOrder', { headers, body: '{', query: { x: '1' } });
    expect([status, json['code']]).toEqual([401, code]);
    expect(aws.calls).toEqual([]);
  });

  it.each([
    ['a customer', 'startTicket', () => customer],
    ['a customer', 'refund', () => customer],
    ['staff', 'refund', () => staff],
  ] as const)(
    'who is %s gets a 403 from %s, whatever else is wrong with the request',
    async (_, route, token) => {
      const { status, json } = await call(route, { ...ticket, headers: bearer(token()), body: '{' });
      expect([status, json['code']]).toEqual([403, 'auth.role-missing']);
      expect(aws.calls).toEqual([]);
    },
  );

  it.each([
    ['staff', () => staff],
    ['an admin', () => admin],
  ])('who is %s may call a route for staff', async (_, token) => {
    const { status, json } = await call('startTicket', { ...ticket, headers: bearer(token()) });
    expect([status, json['code']]).toEqual([404, 'ticket.not-found']);
    expect(aws.inputsOf('DynamoDB.GetItem')).toHaveLength(1);
  });

  it('is identified by the subject of the token', async () => {
    await placeOrder();
    expect(written()).toMatchObject([{ state: { customerId: 'alice' } }]);
  });
});

describe('an idempotency key', () => {
  const idOf = async (authorization: string, key?: string) => {
    const headers = bearer(authorization, key === undefined ? {} : { 'Idempotency-Key': key });
    return (await placeOrder({ headers })).json['orderId'];
  };

  it('maps repeated requests of one caller to one order', async () => {
    const first = await idOf(customer, 'key-1');
    expect(await idOf(customer, 'key-1')).toBe(first);
    expect(await idOf(customer, 'key-2')).not.toBe(first);
    expect(await idOf(staff, 'key-1')).not.toBe(first);
  });

  it('may be absent where it is optional, and each request is a new order then', async () => {
    expect(await idOf(customer)).not.toBe(await idOf(customer));
  });

  it('must be present where it is required', async () => {
    const request = { path: { orderId: ORDER_ID }, body: { reason: 'broken' } };
    const { status, json } = await call('refund', { ...request, headers: bearer(admin) });
    expect([status, json['code']]).toEqual([400, 'request.no-idempotency-key']);
    expect(aws.calls).toEqual([]);
    const headers = bearer(admin, { 'idempotency-key': 'key-1' });
    expect((await call('refund', { ...request, headers })).json['code']).toBe('payment.not-found');
  });

  it.each(['a b', '', 'k'.repeat(256)])(
    'must be 1 to 255 visible characters: "%s" is refused',
    async (key) => {
      const { status } = await placeOrder({ headers: bearer(customer, { 'idempotency-key': key }) });
      expect(status).toBe(400);
      expect(written()).toEqual([]);
    },
  );
});

describe('a request', () => {
  const padded = (bytes: number): string => JSON.stringify(wish).padEnd(bytes, ' ');

  it('may have a body of 64 KiB, and not a byte more', async () => {
    expect((await placeOrder({ body: padded(64 * 1024) })).status).toBe(202);
    const { status, json } = await placeOrder({ body: padded(64 * 1024 + 1) });
    expect([status, json['code']]).toEqual([413, 'request.too-large']);
    expect(written()).toHaveLength(1);
  });

  it.each([
    ['is not JSON', { body: '{' }, 400, 'request.malformed-json'],
    ['has an unknown field', { body: { ...wish, price: 1 } }, 400, 'request.invalid'],
    ['misses a field', { body: {} }, 400, 'request.invalid'],
    ['has an unknown query parameter', { query: { dry: '1' } }, 400, 'request.invalid'],
  ])('that %s is refused without a call to AWS', async (_, request, status, code) => {
    const answer = await placeOrder(request);
    expect([answer.status, answer.json['code']]).toEqual([status, code]);
    expect(aws.calls).toEqual([]);
  });

  it('must declare its body as JSON', async () => {
    const headers = bearer(customer, { 'content-type': 'text/plain' });
    const { status, json } = await placeOrder({ headers });
    expect([status, json['code']]).toEqual([415, 'request.unsupported-media-type']);
  });

  it('to the health route needs no token, and may have any query', async () => {
    const { status, json } = await call('edge', { method: 'GET', resource: '/health', query: { t: '1' } });
    expect([status, json]).toEqual([200, { status: 'ok', stage: 'test', version: '1' }]);
  });

  it('to an unknown route gets a 404', async () => {
    const { status, json } = await call('edge', { method: 'GET', query: { t: '1' } });
    expect([status, json['code']]).toEqual([404, 'route.not-found']);
  });
});
