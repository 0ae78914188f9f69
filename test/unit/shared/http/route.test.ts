import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import { route } from '../../../../shared/http/route.ts';
import type { Authenticate } from '../../../../shared/kernel/caller.ts';
import { apiEvent, lambdaContext } from '../../../support/lambda-events.ts';

const plain = route({
  method: 'GET',
  path: '/plain',
  auth: 'public',
  summary: 'Takes nothing',
  answers: () => ({ 200: z.unknown() }),
});
const keyed = route({ ...plain, path: '/keyed', auth: 'secret-key' });

const answer = async (
  handler: ReturnType<typeof httpHandler>,
  request: Partial<Parameters<typeof apiEvent>[0]> = {},
) => {
  const event = apiEvent({ method: 'GET', resource: '/plain', ...request });
  const { statusCode, body } = await handler(event, lambdaContext());
  return { status: statusCode, json: JSON.parse(body) as Readonly<Record<string, unknown>> };
};

describe('a route with a secret key', () => {
  const authenticate: Authenticate = async (authorization) => {
    if (authorization === 'Bearer sk') return { id: 'merchant', roles: [] };
    throw new AppError('unauthenticated', 'auth.wrong-key', 'no');
  };

  it('has its callers recognised by its own option, whatever their roles', async () => {
    const handler = httpHandler(keyed, ({ caller }) => ok(caller), { authenticate });
    const headers = { authorization: 'Bearer sk' };
    expect((await answer(handler, { headers })).json).toEqual({ id: 'merchant', roles: [] });
    const refused = await answer(handler, { headers: { authorization: 'Bearer a.b.c' }, query: { a: '1' } });
    expect([refused.status, refused.json['code']]).toEqual([401, 'auth.wrong-key']);
  });

  it('cannot be built without it', () => {
    expect(() => httpHandler(keyed, () => ok({}))).toThrow('needs the option authenticate');
  });
});

describe('a route without schemas', () => {
  it('refuses each query parameter of a route that takes none, and serves it without', async () => {
    const handler = httpHandler(plain, () => ok('served'));
    expect(await answer(handler, { query: { status: 'PAID', 'a/b': '1' } })).toMatchObject({
      status: 400,
      json: {
        code: 'request.invalid',
        errors: [
          { pointer: '/query/status', detail: 'is not a known field' },
          { pointer: '/query/a~1b', detail: 'is not a known field' },
        ],
      },
    });
    expect(await answer(handler)).toMatchObject({ status: 200, json: 'served' });
  });

  it('has no caller, and hands over neither path nor body nor idempotency key', async () => {
    let seen: unknown;
    const handler = httpHandler(plain, (request) => {
      seen = request;
      return ok({});
    });
    await answer(handler, {
      headers: { authorization: 'Bearer a.b.c', 'idempotency-key': 'a b' },
      body: '{',
    });
    expect(seen).toMatchObject({ caller: { id: '', roles: [] }, query: {} });
    expect(seen).toMatchObject({ path: undefined, body: undefined, idempotencyKey: undefined });
  });
});
