import { createServer as createHttpServer, request, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loopbackCertificate } from '../../../../scripts/emulator/certificate.ts';
import { freePort } from '../../../../scripts/emulator/free-port.ts';
import { frontDoorServer, type FrontDoorOptions } from '../../../../scripts/front-door/server.ts';
import { testServers } from '../../../support/listening.ts';

/** A request that reached the emulator. */
interface Arrived {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const routes = { '/v1': '/_aws/execute-api/abc/v1', '/simulators': '/_aws/execute-api/sim/v1' };
let arrived: Arrived[] = [];
let frontDoor: number;

const { listen, closeServers } = testServers();

/**
 * An emulator that records each request. It allows the origin in the request's header `x-allow`. If the header is
 * missing, it allows every origin, as MiniStack does.
 */
const emulator = (tls?: { readonly cert: string; readonly key: string }): Promise<number> => {
  const handle = async (
    ...[incoming, outgoing]: Parameters<NonNullable<Parameters<typeof createHttpServer>[1]>>
  ) => {
    const { method, url, headers } = incoming;
    arrived.push({ method, path: url, headers, body: await text(incoming) });
    const allowed = String(headers['x-allow'] ?? '*');
    outgoing.writeHead(201, { 'access-control-allow-origin': allowed, 'x-kept': 'yes' }).end('done');
  };
  return listen(
    tls === undefined
      ? createHttpServer((...both) => void handle(...both))
      : createTlsServer(tls, (...both) => void handle(...both)),
  );
};

/**
 * Opens a front door (the local server in front of the emulator). It must know its own port, so a free port is chosen
 * first.
 */
const open = async (options: Omit<FrontDoorOptions, 'port' | 'routes'>): Promise<number> => {
  const port = await freePort();
  return listen(frontDoorServer({ ...options, port, routes }), port);
};

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface RequestParts {
  readonly port?: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends the path exactly as given. `fetch` would resolve `..`, and it does not allow setting `Host`. */
const send = (
  path: string,
  { port = frontDoor, method = 'GET', headers = {}, body = '' }: RequestParts = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method,
      headers: { host: `localhost:${port}`, ...headers },
    };
    const outgoing = request(options, (answer) => {
      text(answer).then(
        (read) => resolve({ status: answer.statusCode, headers: answer.headers, body: read }),
        reject,
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });

beforeAll(async () => {
  frontDoor = await open({ endpoint: `http://127.0.0.1:${await emulator()}` });
});
beforeEach(() => {
  arrived = [];
});
afterAll(closeServers);

describe('the front door', () => {
  it.each(['DELETE', 'OPTIONS'])(
    'refuses a %s whose body could become a second request on the emulator',
    async (method) => {
      const body = 'POST /_ministack/reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n';
      const answer = await send('/v1/products', {
        method,
        body,
        headers: { 'transfer-encoding': 'chunked' },
      });
      expect(answer.status).toBe(411);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'front-door.no-length' });
      await send('/v1/orders');
      expect(arrived).toMatchObject([{ path: '/_aws/execute-api/abc/v1/orders' }]);
    },
  );

  it('forwards its routes to the APIs on the emulator', async () => {
    const answer = await send('/v1/orders?limit=1', {
      method: 'POST',
      body: '{}',
      headers: { authorization: 'Bearer t' },
    });
    await send('/simulators/identity/token');
    await send('/v1');
    expect(answer).toMatchObject({ status: 201, body: 'done', headers: { 'x-kept': 'yes' } });
    expect(arrived).toMatchObject([
      {
        method: 'POST',
        path: '/_aws/execute-api/abc/v1/orders?limit=1',
        body: '{}',
        headers: { authorization: 'Bearer t' },
      },
      { path: '/_aws/execute-api/sim/v1/identity/token' },
      { path: '/_aws/execute-api/abc/v1' },
    ]);
  });

  it.each([
    '/',
    '/docs/',
    '/_ministack/reset',
    '/v1/../_ministack/reset',
    '/v1/%2e%2e/%2E%2e/_ministack/ses/messages',
    String.raw`/v1\..\_ministack/reset`,
    '/v11/orders',
    '//127.0.0.1/v1/../_ministack/reset',
    'http://127.0.0.1/v1/orders',
    '/2015-03-31/functions/',
  ])('serves nothing else: %s', async (path) => {
    expect(await send(path, { method: 'POST' })).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(arrived).toEqual([]);
  });

  it.each(['evil.example', 'evil.example:80', 'localhost', 'localhost.evil.example', '127.0.0.1:1'])(
    'refuses the foreign host %s, to which a page could have bound this address',
    async (host) => {
      const answer = await send('/v1/products', { headers: { host } });
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([421, 'front-door.foreign-host']);
      expect(arrived).toEqual([]);
    },
  );

  it.each(['https://evil.example', 'null', 'http://localhost', 'http://localhost:5173'])(
    'refuses requests from pages of the origin %s, also preflights',
    async (origin) => {
      for (const method of ['POST', 'OPTIONS', 'GET']) {
        const answer = await send('/simulators/identity/token', { method, headers: { origin } });
        expect([method, answer.status]).toEqual([method, 403]);
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      }
      expect(arrived).toEqual([]);
    },
  );

  it('lets pages of allowed origins call the API, and keeps only headers that allow one of these', async () => {
    const shop = 'https://shop.test';
    const endpoint = `http://127.0.0.1:${await emulator()}`;
    const port = await open({ endpoint, allowedOrigins: [shop, 'http://localhost:5173'] });
    const from = (origin: string, allowed: string, method = 'GET') =>
      send('/v1/orders', { port, method, headers: { origin, 'x-allow': allowed } });
    for (const method of ['POST', 'OPTIONS', 'GET']) {
      const answer = await from(shop, shop, method);
      expect(answer).toMatchObject({ status: 201, headers: { 'access-control-allow-origin': shop } });
    }
    expect((await from(shop, '*')).headers).not.toHaveProperty('access-control-allow-origin');
    expect((await from('https://evil.example', shop)).status).toBe(403);
  });

  it('accepts a form on its own page that hides its origin, but no other page that does', async () => {
    const from = (site: string) =>
      send('/v1/orders', { method: 'POST', headers: { origin: 'null', 'sec-fetch-site': site } });
    expect((await from('same-origin')).status).toBe(201);
    expect((await from('cross-site')).status).toBe(403);
    expect((await from('none')).status).toBe(403);
  });

  it('accepts its own pages under each loopback name, and allows no other origin in responses', async () => {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) {
      const headers = { host: `${name}:${frontDoor}`, origin: `http://${name}:${frontDoor}` };
      const answer = await send('/simulators/gateway/pay/cs_1', { method: 'POST', headers });
      expect(answer.status).toBe(201);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('replaces what a client claims about how it came', async () => {
    const headers = {
      'x-forwarded-for': '8.8.8.8',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=8.8.8.8',
    };
    await send('/v1/products', { headers });
    expect(arrived[0]?.headers).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `localhost:${frontDoor}`,
      host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
    expect(arrived[0]?.headers).not.toHaveProperty('forwarded');
  });

  it('trusts only the certificate of its emulator', async () => {
    const [ours, others] = [await loopbackCertificate(), await loopbackCertificate()];
    const endpoint = `https://127.0.0.1:${await emulator({ cert: ours.certificate, key: ours.privateKey })}`;
    const trusting = await open({ endpoint, certificate: ours.certificate });
    const doubting = await open({ endpoint, certificate: others.certificate });
    expect((await send('/v1/products', { port: trusting })).status).toBe(201);
    expect((await send('/v1/products', { port: doubting })).status).toBe(502);
    expect(arrived).toHaveLength(1);
  });

  it('says that the emulator does not answer', async () => {
    const port = await open({ endpoint: 'http://127.0.0.1:1' });
    const answer = await send('/v1/products', { port });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([502, 'front-door.no-answer']);
  });
});
