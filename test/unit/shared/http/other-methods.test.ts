import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { httpHandler, allowedOrigins } from '../../../../shared/http/http-handler.ts';
import { answerOtherMethods } from '../../../../shared/http/other-methods.ts';
import { ok } from '../../../../shared/http/responses.ts';
import { EXPOSED_HEADERS, route } from '../../../../shared/http/route.ts';
import { apiEvent, lambdaContext } from '../../../support/lambda-events.ts';

const shop = 'https://shop.test';
const desk = 'https://desk.test';
const methods = { '/orders': 'GET, HEAD, OPTIONS, POST' };
const common = {
  path: '/orders',
  auth: 'public',
  summary: 'Test',
  answers: () => ({ 200: z.unknown() }),
} as const;

beforeEach(() => {
  process.env['ALLOWED_ORIGINS'] = `${shop} ${desk}`;
});
afterEach(() => {
  delete process.env['ALLOWED_ORIGINS'];
  delete process.env['AWS_ENDPOINT_URL'];
});

type Headers = Readonly<Record<string, string>>;

const send = async (method: string, headers: Headers = {}, resource = '/orders') => {
  const handler =
    method === 'GET'
      ? httpHandler(route({ ...common, method }), () => ok({}))
      : httpHandler(
          route({ ...common, method: 'ANY', query: z.looseObject({}) }),
          answerOtherMethods(methods, allowedOrigins()),
        );
  const answer = await handler(apiEvent({ method, resource, headers }), lambdaContext());
  return { status: answer.statusCode, headers: answer.headers as Headers, body: answer.body };
};

const preflight = (origin: string, resource?: string) =>
  send('OPTIONS', { Origin: origin, 'Access-Control-Request-Method': 'POST' }, resource);

const corsIn = (headers: Headers): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => /^(access-control-|vary$)/i.test(name)));

describe('a method that a path does not have', () => {
  it.each(['PUT', 'DELETE', 'PATCH'])('%s gets a 405 with the methods that it has', async (method) => {
    const { status, headers, body } = await send(method);
    expect(status).toBe(405);
    expect(headers).toMatchObject({
      allow: 'GET, HEAD, OPTIONS, POST',
      'content-type': 'application/problem+json',
    });
    expect(JSON.parse(body)).toMatchObject({
      status: 405,
      title: 'Method not allowed',
      code: 'route.method-not-allowed',
    });
  });

  it('gets it without a body if it is HEAD', async () => {
    expect(await send('HEAD')).toMatchObject({
      status: 405,
      headers: { allow: methods['/orders'] },
      body: '',
    });
  });

  it('gets a 404 on a path that no route declares, also as OPTIONS', async () => {
    for (const method of ['PUT', 'OPTIONS']) {
      const { status, headers, body } = await send(method, {}, '/{proxy+}');
      expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([404, 'route.not-found']);
      expect(headers).not.toHaveProperty('allow');
    }
  });
});

describe('OPTIONS', () => {
  it('says which methods a path has, without a body', async () => {
    const { status, headers, body } = await send('OPTIONS');
    expect([status, body]).toEqual([204, '']);
    expect(headers).toMatchObject({ allow: 'GET, HEAD, OPTIONS, POST' });
    expect(headers).not.toHaveProperty('content-type');
    expect(corsIn(headers)).toEqual({ vary: 'Origin' });
  });

  it('allows a page of an allowed origin to send the headers that clients need', async () => {
    expect(corsIn((await preflight(desk)).headers)).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': desk,
      'access-control-allow-methods': 'GET, HEAD, OPTIONS, POST',
      'access-control-allow-headers':
        'Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Correlation-Id',
      'access-control-expose-headers': EXPOSED_HEADERS,
      'access-control-max-age': '7200',
    });
  });

  it.each([
    'https://evil.test',
    'https://shop.test.evil.test',
    'http://shop.test',
    'https://SHOP.test',
    'null',
    '*',
    '',
  ])('allows nothing to a page of %s', async (origin) => {
    expect(corsIn((await preflight(origin)).headers)).toEqual({ vary: 'Origin' });
  });
});

describe('a response to a page', () => {
  it('may be read by an allowed origin, and caches keep it for that origin only', async () => {
    expect(corsIn((await send('GET', { Origin: shop })).headers)).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': shop,
      'access-control-expose-headers': 'Allow, ETag, Location, Retry-After, X-Correlation-Id',
    });
    for (const headers of [{}, { Origin: 'https://evil.test' }]) {
      expect(corsIn((await send('GET', headers as Headers)).headers)).toEqual({ vary: 'Origin' });
    }
  });

  it('may be read if it is a refusal, too', async () => {
    const refused = await send('PUT', { Origin: shop });
    expect(refused).toMatchObject({ status: 405, headers: { 'access-control-allow-origin': shop } });
  });

  it('says nothing about origins if none is allowed', async () => {
    delete process.env['ALLOWED_ORIGINS'];
    expect(corsIn((await send('GET', { Origin: shop })).headers)).toEqual({});
    expect(corsIn((await preflight(shop)).headers)).toEqual({});
  });
});

describe('the security headers', () => {
  const expected = {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };

  it.each(['GET', 'PUT', 'OPTIONS'])('are on the response to %s', async (method) => {
    expect((await send(method)).headers).toMatchObject(expected);
  });

  it('demand https on AWS, and not on an emulator, where it would hold for all of localhost', async () => {
    expect((await send('GET')).headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000' });
    process.env['AWS_ENDPOINT_URL'] = 'https://localhost:4566';
    expect((await send('GET')).headers).not.toHaveProperty('strict-transport-security');
  });
});
