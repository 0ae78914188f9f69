import { describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../../../../shared/errors.ts';
import { type HttpResponse, problemDetails } from '../../../../shared/http/responses.ts';
import { logger } from '../../../../shared/observability/telemetry.ts';

/** The HTTP response when the handler of a request (correlation id `c-1`) throws this. */
const problemOf = async (thrown: unknown): Promise<HttpResponse> => {
  for (const level of ['info', 'warn', 'error'] as const) {
    jest.spyOn(logger, level).mockImplementation(() => {});
  }
  const request = { error: thrown, internal: { correlationId: 'c-1' }, response: undefined };
  await problemDetails().onError!(request as never);
  jest.restoreAllMocks();
  return request.response as unknown as HttpResponse;
};

describe('a problem', () => {
  it.each([
    ['invalid', 'request.invalid', 400, undefined],
    ['invalid', 'request.too-large', 413, undefined],
    ['invalid', 'request.unsupported-media-type', 415, undefined],
    ['unauthenticated', 'auth.missing', 401, undefined],
    ['forbidden', 'auth.role-missing', 403, undefined],
    ['not-found', 'order.not-found', 404, undefined],
    ['conflict', 'order.not-cancellable', 409, undefined],
    ['unprocessable', 'idempotency.key-reused', 422, undefined],
    ['too-many', 'order.too-many-unpaid', 429, '2'],
    ['unavailable', 'contention', 503, '2'],
  ] as const)('that is %s (%s) answers %i', async (kind, code, status, retryAfter) => {
    const { headers, ...response } = await problemOf(new AppError(kind, code, 'Why'));
    const problem = { type: `urn:orderly:problem:${code}`, detail: 'Why', code, correlationId: 'c-1' };
    expect(response).toMatchObject({ status, body: { ...problem, status } });
    expect(headers?.['retry-after']).toBe(retryAfter);
  });

  it('says when a retry makes sense, where that is known', async () => {
    const error = new AppError('too-many', 'order.too-many-unpaid', 'Why', { retryAfter: 1920 });
    expect((await problemOf(error)).headers?.['retry-after']).toBe('1920');
  });

  it('of an unexpected error does not reveal its cause', async () => {
    const { status, body } = await problemOf(new TypeError('secret'));
    expect(status).toBe(500);
    expect(body).toMatchObject({ code: 'internal', correlationId: 'c-1' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});
