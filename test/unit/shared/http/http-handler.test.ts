import {
  ConditionalCheckFailedException,
  InternalServerError as TableFailure,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { InternalServiceError as SecretsFailure } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { type HttpResponse, type Problem, accepted, ok } from '../../../../shared/http/responses.ts';
import { pageQuery } from '../../../../shared/http/page.ts';
import { route } from '../../../../shared/http/route.ts';
import { logger } from '../../../../shared/observability/telemetry.ts';
import { lambdaContext } from '../../../support/lambda-events.ts';

const Body = z.strictObject({ name: z.string(), lines: z.array(z.strictObject({ n: z.int() })).optional() });

const things = route({
  method: 'POST',
  path: '/things',
  auth: 'public',
  summary: 'Does something with a thing',
  body: Body,
  query: z.strictObject(pageQuery),
  idempotencyKey: 'optional',
  answers: () => ({ 200: z.unknown() }),
});

const call = async (
  request: Partial<APIGatewayProxyEvent>,
  handle: (seen: unknown) => HttpResponse | Promise<HttpResponse> = ok,
): Promise<APIGatewayProxyResult & { json: Problem & Record<string, unknown> }> => {
  const handler = httpHandler(things, ({ body, query, idempotencyKey }) =>
    handle({ body, query, idempotencyKey }),
  );
  const event = {
    httpMethod: 'POST',
    resource: '/things',
    headers: { 'Content-Type': 'application/json' },
    body: '{"name":"x"}',
    isBase64Encoded: false,
    requestContext: {},
    ...request,
  } as APIGatewayProxyEvent;
  const result = await handler(event, lambdaContext());
  return { ...result, json: JSON.parse(result.body) as Problem & Record<string, unknown> };
};

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the HTTP shell', () => {
  it('hands over what the route declares', async () => {
    const { statusCode, json } = await call({ queryStringParameters: { limit: '7' } });
    expect(statusCode).toBe(200);
    expect(json).toEqual({ body: { name: 'x' }, query: { limit: 7 } });
  });

  it.each([
    ['of 64 characters is', 'c'.repeat(64), true],
    [
      'that is a traceparent of W3C Trace Context is',
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      true,
    ],
    ['of 65 characters is not', 'c'.repeat(65), false],
    ['that is empty is not', '', false],
  ])('a correlation id %s taken', async (_, given, isTaken) => {
    const { headers, json } = await call({ headers: { 'x-correlation-id': given }, body: '{' });
    const used = headers?.['x-correlation-id'];
    expect(used === given).toBe(isTaken);
    expect(json.correlationId).toBe(used);
    if (!isTaken) expect(used).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes a well-formed correlation id and answers it, and makes one otherwise', async () => {
    const given = await call({
      headers: { 'content-type': 'application/json', 'X-CORRELATION-ID': 'my-id-1' },
    });
    expect(given.headers?.['x-correlation-id']).toBe('my-id-1');
    const made = await call({
      headers: { 'content-type': 'application/json', 'x-correlation-id': 'a b\n{}' },
    });
    expect(made.headers?.['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['half of a surrogate pair', String.raw`{"name":"\ud83d!"}`],
    ['half of a pair deep inside', String.raw`{"lines":[{"n":1,"x":"\uDE00"}],"name":"x"}`],
    ['a noncharacter, escaped', String.raw`{"name":"\uffff"}`],
    ['a noncharacter as it is', '{"name":"\ufffe"}'],
    ['half of a pair in the name of a field', String.raw`{"name":"x","a\ud83d":1}`],
  ])('refuses text that queues and tables cannot store: %s', async (_, body) => {
    const { statusCode, json } = await call({ body });
    expect(statusCode).toBe(400);
    expect(json.code).toBe('request.invalid-text');
  });

  it.each(['"😀"', String.raw`"\ud83d\ude00"`, String.raw`"\\ud83d"`, String.raw`"\u0000 \t"`, '"\ufffd"'])(
    'takes any other text: %s',
    async (name) => {
      const { statusCode, json } = await call({ body: `{"name":${name}}` });
      expect(statusCode).toBe(200);
      expect(json).toEqual({ body: { name: JSON.parse(name) as string }, query: { limit: 20 } });
    },
  );

  it.each([
    ['malformed JSON', { body: '{"name":' }, 400, 'request.malformed-json'],
    [
      'another content type',
      { headers: { 'content-type': 'text/plain' } },
      415,
      'request.unsupported-media-type',
    ],
    ['no content type', { headers: {} }, 415, 'request.unsupported-media-type'],
    [
      'no headers at all',
      { headers: null as unknown as APIGatewayProxyEvent['headers'] },
      415,
      'request.unsupported-media-type',
    ],
    [
      'a body above 64 KiB',
      { body: JSON.stringify({ name: 'x'.repeat(65 * 1024) }) },
      413,
      'request.too-large',
    ],
    ['a missing field', { body: '{}' }, 400, 'request.invalid'],
    ['a limit of 0', { queryStringParameters: { limit: '0' } }, 400, 'request.invalid'],
    ['a limit of 101', { queryStringParameters: { limit: '101' } }, 400, 'request.invalid'],
    ['an unknown parameter', { queryStringParameters: { page: '2' } }, 400, 'request.invalid'],
    [
      'an idempotency key with a blank',
      { headers: { 'content-type': 'application/json', 'idempotency-key': 'a b' } },
      400,
      'request.invalid',
    ],
    [
      'an idempotency key that is too long',
      { headers: { 'content-type': 'application/json', 'idempotency-key': 'k'.repeat(256) } },
      400,
      'request.invalid',
    ],
  ])('answers %s as a problem', async (_, request, status, code) => {
    const { statusCode, json, headers } = await call(request);
    expect([statusCode, json.status, json.code]).toEqual([status, status, code]);
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(json.correlationId).toBe(headers?.['x-correlation-id']);
  });

  it('points at each wrong field by JSON Pointer', async () => {
    const { json } = await call({ body: '{"name":1,"lines":[{"n":1.5}],"a/b":0}' });
    expect(json.errors?.map(({ pointer }) => pointer)).toEqual(['/name', '/lines/0/n', '/a~1b']);
  });

  it('counts the bytes of a body and not its characters', async () => {
    const { statusCode } = await call({ body: JSON.stringify({ name: '€'.repeat(22_000) }) });
    expect(statusCode).toBe(413);
  });

  it.each([
    ['not-found', 404],
    ['conflict', 409],
    ['unprocessable', 422],
    ['too-many', 429],
    ['unavailable', 503],
    ['forbidden', 403],
    ['unauthenticated', 401],
    ['invalid', 400],
  ] as const)('maps a failure of kind %s to %i', async (kind, status) => {
    const { statusCode, json } = await call({}, () => {
      throw new AppError(kind, 'thing.code', 'why');
    });
    expect([statusCode, json.code, json.detail]).toEqual([status, 'thing.code', 'why']);
  });

  it('says when to come back while something is unavailable', async () => {
    const { headers } = await call({}, () => {
      throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    });
    expect(headers?.['retry-after']).toBe('2');
  });

  const answered = (httpStatusCode: number) => ({ message: 'x', $metadata: { httpStatusCode } });
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  it.each([
    ["Secrets Manager's own failure", new SecretsFailure(answered(500))],
    ["DynamoDB's own failure", new TableFailure(answered(500))],
    ['throttling', new ProvisionedThroughputExceededException(answered(400))],
    ['a write that met a transaction', new TransactionConflictException(answered(400))],
    ['throttling by another name', Object.assign(new Error('x'), { name: 'KmsThrottled' })],
    ['any answer of 503', Object.assign(new Error('x'), { $metadata: { httpStatusCode: 503 } })],
    ['a time-out of the SDK', Object.assign(new Error('x'), { name: 'TimeoutError' })],
    ['a time-out of fetch', new DOMException('x', 'TimeoutError')],
    ['a refused connection below fetch', new TypeError('fetch failed', { cause: coded('ECONNREFUSED') })],
    ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'].map(
      (code) => [code, coded(code)] as const,
    ),
  ])('answers 503 to %s, because it is transient', async (_, error) => {
    const { statusCode, json, headers } = await call({}, () => {
      throw error;
    });
    expect([statusCode, json.code, headers?.['retry-after']]).toEqual([503, 'service.unavailable', '2']);
  });

  it.each([
    ['a table that is not there', new ResourceNotFoundException(answered(400))],
    ['a permission that is missing', Object.assign(new Error('x'), { name: 'AccessDeniedException' })],
    ['a condition that nobody handled', new ConditionalCheckFailedException(answered(400))],
    ['a defect of our own', new TypeError('x is not a function')],
  ])('answers 500 to %s, because it is a fault of ours', async (_, error) => {
    const { statusCode, json } = await call({}, () => {
      throw error;
    });
    expect([statusCode, json.code]).toEqual([500, 'internal']);
  });

  it('logs the cause of a 503, because the answer omits it', async () => {
    const warn = jest.spyOn(logger, 'warn').mockImplementation(() => {});
    const cause = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    await call({}, () => {
      throw cause;
    });
    expect(warn).toHaveBeenCalledWith('Request could not be served', {
      code: 'service.unavailable',
      error: expect.objectContaining({ cause }),
    });
  });

  it('says nothing about the cause of an unexpected failure', async () => {
    const { statusCode, body, json } = await call({}, () => {
      throw new Error('password=hunter2');
    });
    expect([statusCode, json.code]).toEqual([500, 'internal']);
    expect(body).not.toContain('hunter2');
  });

  it('passes on a location', async () => {
    const { statusCode, headers } = await call({}, () => accepted({}, '/things/1'));
    expect([statusCode, headers?.['location']]).toEqual([202, '/things/1']);
  });
});
