import { beforeAll, describe, expect, it } from '@jest/globals';
import { securityHeaders, type Route } from '../../shared/http/route.ts';
import { api, callAs, demand, simulators, tokenFor } from '../support/callers.ts';
import { serviceRoutes } from '../support/declared-routes.ts';
import { eventually } from '../support/eventually.ts';
import { request, type Answer } from '../support/http.ts';
import { kitchenStep, newCustomer, newProduct, place, placePaid } from '../support/shop.ts';

const SHOP = 'https://shop.test';
const ELSEWHERE = 'https://elsewhere.test';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The declared routes by path, without the catch-all route, whose method is `ANY`. */
const routesByPath = Map.groupBy(
  serviceRoutes.filter(({ method }) => method !== 'ANY'),
  ({ path }) => path,
);
const orderId = '0195a5a5-0000-7000-8000-000000000001';

/** A URL that matches a path. The objects that its parameters name need not exist. */
const urlOf = (path: string): string =>
  api(
    path
      .replaceAll('{orderId}', orderId)
      .replaceAll('{channel}', 'email')
      .replaceAll(/\{\w+\}/g, 'x'),
  );

const allowOf = (routes: readonly Route[]): string =>
  [...routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS']
    .toSorted()
    .join(', ');

/** The headers that must be the same for GET and HEAD. The other headers depend on the request or on the connection. */
const lasting = ({ headers }: Answer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...headers].filter(([name]) => !/^(date|connection|keep-alive|transfer-encoding|x-amz.*)$/.test(name)),
  );

let customer: string;
let productId: string;
let order: string;
beforeAll(async () => {
  customer = newCustomer();
  productId = await newProduct(10);
  order = (await placePaid(customer, productId)).orderId;
});

describe('each path', () => {
  it.each([...routesByPath])(
    '%s answers OPTIONS, and 405 to methods that it does not have',
    async (path, routes) => {
      const allow = allowOf(routes);
      const options = await request('OPTIONS', urlOf(path));
      expect([options.status, options.headers.get('allow'), options.body]).toEqual([204, allow, '']);
      const missing = METHODS.filter((method) => routes.every((route) => route.method !== method));
      expect(missing.length).toBeGreaterThan(0);
      for (const method of missing) {
        const refused = await request(method, urlOf(path));
        expect(refused).toMatchObject({
          status: 405,
          body: { code: 'route.method-not-allowed', status: 405 },
        });
        expect(refused.headers.get('allow')).toBe(allow);
        expect(lasting(refused)).toMatchObject({ ...securityHeaders(false), 'cache-control': 'no-store' });
      }
    },
  );

  it('that no route declares is unknown for every method', async () => {
    for (const path of ['/', '/no/such/route', '/orders/a/b/c', '/fulfilment', '/me/contact/email']) {
      for (const method of [...METHODS, 'OPTIONS']) {
        const answer = await request(method, api(path));
        expect([path, method, answer.status, answer.body['code']]).toEqual([
          path,
          method,
          404,
          'route.not-found',
        ]);
      }
    }
  });
});

describe('HEAD', () => {
  const readable = () =>
    [
      ['/products', undefined],
      [`/products/${productId}`, undefined],
      ['/health', undefined],
      ['/products/no-such-product', undefined],
      ['/orders', undefined],
      [`/orders/${order}`, customer],
      ['/orders?limit=0', customer],
    ] as const;

  it('has status and headers of GET, and no body', async () => {
    for (const [path, sub] of readable()) {
      const headers = { 'x-correlation-id': 'head-1' };
      const parts = sub === undefined ? { headers } : { headers, token: await tokenFor(sub) };
      const got = await request('GET', api(path), parts);
      const head = await request('HEAD', api(path), parts);
      expect([path, head.status, head.body]).toEqual([path, got.status, '']);
      expect(lasting(head)).toEqual(lasting(got));
      expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0);
    }
  });
});

describe('a client that polls', () => {
  const poll = (sub: string, role: 'customer' | 'staff', path: string, tag?: string) =>
    callAs(sub, role, 'GET', path, tag === undefined ? {} : { headers: { 'if-none-match': tag } });
  const tagOf = ({ status, headers }: Answer): string => {
    expect(status).toBe(200);
    return headers.get('etag') ?? '';
  };

  it('gets 304 until the order changes', async () => {
    const path = `/orders/${order}`;
    const tag = tagOf(await poll(customer, 'customer', path));
    const unchanged = await poll(customer, 'customer', path, `"other", W/${tag}`);
    expect([unchanged.status, unchanged.body]).toEqual([304, '']);
    expect(lasting(unchanged)).toMatchObject({ etag: tag, 'cache-control': 'no-store' });
    await kitchenStep(order, 'start');
    await eventually(
      async () => {
        const changed = await poll(customer, 'customer', path, tag);
        expect(changed).toMatchObject({ status: 200, body: { status: 'PREPARING' } });
        expect(changed.headers.get('etag')).not.toBe(tag);
      },
      { describe: `a new tag of ${path}` },
    );
  });

  it('who is a customer has another tag than staff, who see more', async () => {
    const { orderId: refused } = await place(customer, [{ productId, quantity: 1 }]);
    const path = `/orders/${refused}`;
    const body = { reason: 'called us' };
    demand(await callAs('kitchen', 'staff', 'POST', `${path}/cancel`, { body }), 200);
    const seen = await poll('kitchen', 'staff', path);
    expect(seen.body['remark']).toBe('called us');
    const shown = await poll(customer, 'customer', path, tagOf(seen));
    expect(shown.status).toBe(200);
    expect(shown.body).not.toHaveProperty('remark');
  });

  it('gets 304 for lists and for what anyone may see, with the time for caches', async () => {
    const tickets = '/fulfilment/tickets?status=PREPARING&limit=100';
    expect(
      (await poll('kitchen', 'staff', tickets, tagOf(await poll('kitchen', 'staff', tickets)))).status,
    ).toBe(304);
    const product = await request('GET', api(`/products/${productId}`));
    const again = await request('GET', api(`/products/${productId}`), {
      headers: { 'if-none-match': tagOf(product) },
    });
    expect([again.status, again.headers.get('cache-control')]).toEqual([
      304,
      product.headers.get('cache-control'),
    ]);
    demand(
      await callAs('admin', 'admin', 'PUT', `/products/${productId}`, {
        body: { name: 'Renamed', unitAmount: 500, currency: 'EUR', active: true },
      }),
      200,
    );
    const changed = await request('GET', api(`/products/${productId}`), {
      headers: { 'if-none-match': tagOf(product) },
    });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Renamed' } });
  });
});

describe('an accepted order', () => {
  it('can be followed by its location', async () => {
    const url = api('/orders');
    const token = await tokenFor(customer);
    const answer = await request('POST', url, { token, body: { items: [{ productId, quantity: 1 }] } });
    const location = new URL(answer.headers.get('location') ?? '', url).href;
    expect(location).toBe(api(`/orders/${String(answer.body['orderId'])}`));
    expect(await request('GET', location, { token })).toMatchObject({
      status: 200,
      body: { orderId: answer.body['orderId'] },
    });
  });
});

describe('pages of other origins', () => {
  const preflight = (path: string, origin: string) =>
    request('OPTIONS', urlOf(path), { headers: { origin, 'access-control-request-method': 'POST' } });

  it.each([...routesByPath])('may call %s if their origin is allowed', async (path, routes) => {
    const { status, headers } = await preflight(path, SHOP);
    expect([status, Object.fromEntries(headers)]).toEqual([
      204,
      expect.objectContaining({
        'access-control-allow-origin': SHOP,
        'access-control-allow-methods': allowOf(routes),
        'access-control-allow-headers': expect.stringContaining('Authorization'),
        'access-control-max-age': '7200',
        vary: 'Origin',
      }),
    ]);
  });

  it('may read responses, refusals, and the keys of the identity provider', async () => {
    for (const url of [
      api('/products'),
      api('/orders'),
      api('/no/such/route'),
      simulators('/identity/jwks.json'),
    ]) {
      const { headers } = await request('GET', url, { headers: { origin: SHOP } });
      expect([url, headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([
        url,
        SHOP,
        'Origin',
      ]);
      expect(headers.get('access-control-expose-headers')).toContain('ETag');
    }
  });

  it('may do neither if their origin is not allowed', async () => {
    for (const answer of [
      await preflight('/orders', ELSEWHERE),
      await request('GET', api('/products'), { headers: { origin: ELSEWHERE } }),
    ]) {
      const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(names).toEqual([]);
    }
  });
});

describe('a cookie', () => {
  it('carries no authority on any route, and no route sets one', async () => {
    const token = await tokenFor('admin', 'admin');
    const cookie = `authorization=Bearer ${token}; token=${token}; access_token=${token}; session=${token}`;
    const guarded = serviceRoutes.filter(({ auth }) => auth !== 'public');
    expect(guarded.length).toBeGreaterThan(15);
    for (const { method, path } of guarded) {
      // `request` refuses any response with Set-Cookie or Access-Control-Allow-Credentials.
      const answer = await request(method, urlOf(path), { headers: { cookie, origin: SHOP } });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
    }
  });
});
