import { describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { cacheable, created, ok, type HttpResponse } from '../../../../shared/http/responses.ts';
import { route } from '../../../../shared/http/route.ts';
import { logger } from '../../../../shared/observability/telemetry.ts';
import { apiEvent, lambdaContext } from '../../../support/lambda-events.ts';

const declare = (method: 'GET' | 'PUT') =>
  route({
    method,
    path: '/thing',
    auth: 'public',
    summary: 'Shows or replaces a thing',
    answers: () => ({ 200: z.unknown() }),
  });
const handlers = { GET: declare('GET'), HEAD: declare('GET'), PUT: declare('PUT') };

/** A response with `Headers`, and the body exactly as API Gateway gets it. */
const ask = async (
  respond: () => HttpResponse,
  headers: Readonly<Record<string, string>> = {},
  method: keyof typeof handlers = 'GET',
  more: Partial<APIGatewayProxyEvent> = {},
) => {
  const event = { ...apiEvent({ method, resource: '/thing', headers }), ...more };
  const answer = await httpHandler(handlers[method], respond)(event, lambdaContext());
  return {
    status: answer.statusCode,
    headers: answer.headers as Readonly<Record<string, string>>,
    body: answer.body,
  };
};

const desk = () => ok({ name: 'Desk', available: 3 });
const correlation = { 'X-Correlation-Id': 'my-id' };
const tagOf = async (respond: () => HttpResponse): Promise<string> => (await ask(respond)).headers['etag']!;

describe('an entity tag', () => {
  it('is strong: the same for the same body, and another for any other', async () => {
    const tag = await tagOf(desk);
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    expect(await tagOf(desk)).toBe(tag);
    expect(await tagOf(() => ok({ name: 'Desk', available: 2 }))).not.toBe(tag);
  });

  it('differs between callers who see different things', async () => {
    const [customer, staff] = await Promise.all([
      tagOf(() => ok({ orderId: '1' })),
      tagOf(() => ok({ orderId: '1', remark: 'called us' })),
    ]);
    expect(customer).not.toBe(staff);
  });

  it.each<readonly [string, () => HttpResponse, keyof typeof handlers]>([
    ['a change', desk, 'PUT'],
    ['something new', () => created({}), 'GET'],
    [
      'a refusal',
      () => {
        throw new AppError('not-found', 'thing.not-found', 'no');
      },
      'GET',
    ],
  ])('is not on the response to %s', async (_, respond, method) => {
    expect((await ask(respond, { 'If-None-Match': '*' }, method)).headers).not.toHaveProperty('etag');
  });
});

describe('a request with If-None-Match', () => {
  it.each([
    ['the tag', (tag: string) => tag],
    ['the tag as a weak one', (tag: string) => `W/${tag}`],
    ['the tag in a list', (tag: string) => `"other", W/"a,b" ,${tag}`],
    ['any tag', () => '*'],
  ])('gets a 304 without a body for %s', async (_, header) => {
    const fresh = await ask(desk, correlation);
    const tag = fresh.headers['etag']!;
    const unchanged = await ask(desk, { ...correlation, 'If-None-Match': header(tag) });
    const { 'content-type': _type, ...others } = fresh.headers;
    expect(unchanged).toEqual({ status: 304, headers: others, body: '' });
    expect(others).toMatchObject({ etag: tag, 'cache-control': 'no-store', 'x-correlation-id': 'my-id' });
  });

  it('finds the tag in any of several header lines', async () => {
    const tag = await tagOf(desk);
    const multiValueHeaders = { 'If-None-Match': [tag, '"other"'] };
    const { status } = await ask(desk, { 'If-None-Match': '"other"' }, 'GET', { multiValueHeaders });
    expect(status).toBe(304);
  });

  it.each([
    ['another tag', () => '"other"'],
    ['no tag', () => ''],
    ['the tag without quotes', (tag: string) => tag.slice(1, -1)],
    ['the beginning of the tag', (tag: string) => `${tag.slice(0, 9)}"`],
    ['any tag, beside another', () => '"other", *'],
  ])('gets the whole response for %s', async (_, header) => {
    const fresh = await ask(desk, correlation);
    const sent = { ...correlation, 'If-None-Match': header(fresh.headers['etag']!) };
    expect(await ask(desk, sent)).toEqual(fresh);
  });

  it('keeps the time for which caches may keep the response', async () => {
    const respond = () => cacheable({ name: 'Desk' }, 5);
    const unchanged = await ask(respond, { 'If-None-Match': await tagOf(respond) });
    expect(unchanged).toMatchObject({ status: 304, headers: { 'cache-control': 'public, max-age=5' } });
    expect(unchanged.headers).not.toHaveProperty('x-correlation-id');
  });

  it('is logged with the status that the client gets', async () => {
    const info = jest.spyOn(logger, 'info').mockImplementation(() => {});
    await ask(desk, { 'If-None-Match': '*' });
    expect(info.mock.calls).toEqual([['Request answered', { status: 304 }]]);
    info.mockRestore();
  });
});

describe('a HEAD request', () => {
  it('gets the status and the headers of GET, the length of its body included, and no body', async () => {
    const respond = () => ok({ name: 'Schreibtisch für zwei' });
    const got = await ask(respond, correlation);
    const length = String(Buffer.byteLength(got.body));
    expect(length).not.toBe(String(got.body.length));
    expect(await ask(respond, correlation, 'HEAD')).toEqual({
      status: 200,
      headers: { ...got.headers, 'content-length': length },
      body: '',
    });
  });

  it('gets the problem of GET, without its body', async () => {
    const respond = () => {
      throw new AppError('not-found', 'thing.not-found', 'no');
    };
    const got = await ask(respond, correlation);
    const { status, headers, body } = await ask(respond, correlation, 'HEAD');
    expect([status, body]).toEqual([404, '']);
    expect(headers).toEqual({ ...got.headers, 'content-length': String(Buffer.byteLength(got.body)) });
  });

  it('gets a 304 for a tag that it names, which has no length', async () => {
    const got = await ask(desk, { ...correlation, 'If-None-Match': '*' });
    expect(await ask(desk, { ...correlation, 'If-None-Match': await tagOf(desk) }, 'HEAD')).toEqual(got);
    expect(got.headers).not.toHaveProperty('content-length');
  });
});
