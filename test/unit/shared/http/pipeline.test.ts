import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import type { HttpRequest } from '../../../../shared/http/contract.ts';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { cacheable, ok, type HttpResponse } from '../../../../shared/http/responses.ts';
import { route } from '../../../../shared/http/route.ts';
import { logger } from '../../../../shared/observability/telemetry.ts';
import { apiEvent, lambdaContext } from '../../../support/lambda-events.ts';
import { createTokenIssuer, type TokenIssuer } from '../../../support/token-issuer.ts';

type Seen = HttpRequest<unknown, unknown, unknown>;
type Handle = (request: Seen) => HttpResponse | Promise<HttpResponse>;
type Wish = Partial<Parameters<typeof apiEvent>[0]> & { readonly base64?: boolean };

const thing = route({
  method: 'POST',
  path: '/things/{thingId}',
  auth: 'staff',
  summary: 'Does something with a thing',
  params: z.strictObject({ thingId: z.string().min(3) }),
  body: z.strictObject({ name: z.string() }),
  idempotencyKey: 'required',
  answers: () => ({ 200: z.unknown() }),
});

let issuer: TokenIssuer;
let staff: string;
let customer: string;

beforeAll(async () => {
  issuer = await createTokenIssuer();
  staff = await issuer.bearer('sam', 'staff');
  customer = await issuer.bearer('alice');
});
afterEach(() => {
  jest.restoreAllMocks();
});

const answer = async (
  handler: ReturnType<typeof httpHandler>,
  { base64 = false, ...wish }: Wish = {},
): Promise<{ status: number; headers: unknown; body: string; json: Record<string, unknown> }> => {
  const event = apiEvent({ method: 'POST', resource: '/things/{thingId}', ...wish });
  const changed = { ...event, isBase64Encoded: base64 } as APIGatewayProxyEvent;
  const { statusCode, headers, body } = await handler(changed, lambdaContext());
  const isJson = String(headers?.['content-type']).includes('json');
  const json = isJson ? (JSON.parse(body) as Record<string, unknown>) : {};
  return { status: statusCode, headers, body, json };
};

/** Sends a valid request to the route `thing`, with some parts replaced. */
const ask = ({ headers = {}, ...wish }: Wish, handle: Handle = () => ok({})): ReturnType<typeof answer> =>
  answer(httpHandler(thing, handle as never), {
    path: { thingId: 'abc' },
    body: { name: 'x' },
    ...wish,
    headers: { Authorization: staff, 'Idempotency-Key': 'k', 'X-Correlation-Id': 'my-id', ...headers },
  });

const common = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-correlation-id': 'my-id',
};

describe('the steps before a handler', () => {
  const wrong: Wish = { path: { thingId: 'x' }, query: { a: '1' }, body: '{' };

  it.each([
    ['without a token', () => ({ Authorization: '' }), 401, 'auth.missing'],
    ['with a wrong token', () => ({ Authorization: 'Bearer a.b.c' }), 401, 'auth.invalid-token'],
    ['without the role', () => ({ Authorization: customer }), 403, 'auth.role-missing'],
  ])('refuse a caller %s before they check the request', async (_, headers, status, code) => {
    const handle = jest.fn<Handle>();
    const refused = await ask({ ...wrong, headers: headers() }, handle);
    expect([refused.status, refused.json['code']]).toEqual([status, code]);
    expect(handle).not.toHaveBeenCalled();
  });

  it.each<readonly [string, Wish, string]>([
    ['path', { path: { thingId: 'x' } }, '/path/thingId'],
    ['query', { query: { a: '1' } }, '/query/a'],
    ['body', { body: {} }, '/name'],
    ['idempotency key', { headers: { 'Idempotency-Key': 'a b' } }, '/header'],
  ])('check the %s before the handler runs', async (_, wish, pointer) => {
    const handle = jest.fn<Handle>();
    const refused = await ask(wish, handle);
    expect([refused.status, refused.json['code']]).toEqual([400, 'request.invalid']);
    expect(refused.json['errors']).toEqual([expect.objectContaining({ pointer })]);
    expect(handle).not.toHaveBeenCalled();
  });

  it('hand over a checked request', async () => {
    const handle = jest.fn<Handle>(() => ok({}));
    expect((await ask({}, handle)).status).toBe(200);
    expect(handle).toHaveBeenCalledTimes(1);
    const [request] = handle.mock.calls[0]!;
    expect(request).toMatchObject({
      caller: { id: 'sam', roles: ['staff'] },
      path: { thingId: 'abc' },
      query: {},
      body: { name: 'x' },
      idempotencyKey: 'k',
      headers: { authorization: staff, 'idempotency-key': 'k' },
      trace: { correlationId: 'my-id', causationId: 'my-id' },
    });
    expect(request.rawBody()).toBe('{"name":"x"}');
  });

  it('decode the raw body that API Gateway encodes in base64', async () => {
    const body = Buffer.from('{"name":"é"}').toString('base64');
    let raw = '';
    const handle: Handle = (request) => {
      raw = request.rawBody();
      return ok({});
    };
    expect((await ask({ body, base64: true }, handle)).status).toBe(200);
    expect(raw).toBe('{"name":"é"}');
  });

  it('determine the address under which the API was called', async () => {
    const urlOf = async (host: string) => {
      let url = '';
      const handle: Handle = (request) => {
        url = request.baseUrl();
        return ok({});
      };
      await ask({ headers: { Host: host } }, handle);
      return url;
    };
    expect(await urlOf('a1.execute-api.eu-west-1.amazonaws.com')).toBe(
      'https://a1.execute-api.eu-west-1.amazonaws.com/v1',
    );
    expect(await urlOf('localhost:4566')).toBe('http://localhost:4566/_aws/execute-api/api/v1');
  });
});

describe('the steps after a handler', () => {
  const logged = () => {
    const lines: unknown[] = [];
    for (const level of ['info', 'warn', 'error'] as const) {
      jest.spyOn(logger, level).mockImplementation((message, ...extra) => {
        lines.push([level, message, (extra[0] as { readonly status?: number }).status]);
      });
    }
    return lines;
  };

  it('give an answer the common headers, and log it once', async () => {
    const lines = logged();
    expect((await ask({})).headers).toEqual({ ...common, 'content-type': 'application/json' });
    expect(lines).toEqual([['info', 'Request answered', 200]]);
  });

  it.each<readonly [string, Wish, Handle, number, readonly unknown[]]>([
    ['no token', { headers: { Authorization: '' } }, () => ok({}), 401, ['info', 'Request refused']],
    ['an invalid body', { body: '{' }, () => ok({}), 400, ['info', 'Request refused']],
    [
      'a refusal by the use case',
      {},
      () => Promise.reject(new AppError('conflict', 'thing.busy', 'no')),
      409,
      ['info', 'Request refused'],
    ],
    [
      'an unavailable service',
      {},
      () => Promise.reject(new AppError('unavailable', 'thing.down', 'no')),
      503,
      ['warn', 'Request could not be served'],
    ],
    [
      'an unexpected failure',
      {},
      () => {
        throw new TypeError('oops');
      },
      500,
      ['error', 'Request failed unexpectedly'],
    ],
    ['an answer that is no JSON', {}, () => ok(1n), 500, ['error', 'Request failed unexpectedly']],
  ])(
    'give the answer to %s the common headers, and log it with its reason',
    async (...[, wish, handle, status, reason]) => {
      const lines = logged();
      const failed = await ask(wish, handle);
      expect([failed.status, failed.json['status'], failed.json['correlationId']]).toEqual([
        status,
        status,
        'my-id',
      ]);
      expect(failed.headers).toMatchObject({ ...common, 'content-type': 'application/problem+json' });
      expect(lines.slice(-2)).toEqual([
        [...reason, undefined],
        ['info', 'Request answered', status],
      ]);
    },
  );

  it('send text as it is, and let an answer choose its headers', async () => {
    const headers = { 'content-type': 'text/html', 'cache-control': 'max-age=60' };
    const page = await ask({}, () => ({ status: 200, body: '<p>', headers }));
    expect(page).toMatchObject({ status: 200, body: '<p>', headers: { ...common, ...headers } });
  });

  it('keep the id of a request out of a response that caches may give to others', async () => {
    const { headers } = await ask({}, () => cacheable({}, 5));
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=5' });
    expect(headers).not.toHaveProperty('x-correlation-id');
  });

  it('lets a request outlast its time, so that Lambda reports the time-out as an error', async () => {
    // If middy's early time-out were on, it would end this request at once. The status of the response would then mean
    // that the failure is transient.
    const slow: Handle = () => new Promise((resolve) => setTimeout(() => resolve(ok({})), 5));
    const handler = httpHandler({ ...thing, auth: 'public' }, slow as never);
    const event = apiEvent({
      method: 'POST',
      resource: '/things/{thingId}',
      path: { thingId: 'abc' },
      body: { name: 'x' },
      headers: { 'Idempotency-Key': 'k' },
    });
    expect(await handler(event, lambdaContext(0))).toMatchObject({ statusCode: 200 });
  });
});
