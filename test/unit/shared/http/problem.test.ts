import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../../../shared/errors.ts';
import { problemResponse } from '../../../../shared/http/problem.ts';

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
  ] as const)('that is %s (%s) answers %i', (kind, code, status, retryAfter) => {
    const { headers, ...response } = problemResponse(new AppError(kind, code, 'Why'), 'c-1');
    const problem = { type: `urn:orderly:problem:${code}`, detail: 'Why', code, correlationId: 'c-1' };
    expect(response).toMatchObject({ status, body: { ...problem, status } });
    expect(headers?.['retry-after']).toBe(retryAfter);
  });

  it('says when a retry makes sense, where that is known', () => {
    const error = new AppError('too-many', 'order.too-many-unpaid', 'Why', { retryAfter: 1920 });
    expect(problemResponse(error, 'c-1').headers?.['retry-after']).toBe('1920');
  });

  it('of our own says nothing of the inside', () => {
    const { status, body } = problemResponse(undefined, 'c-1');
    expect(status).toBe(500);
    expect(body).toMatchObject({ code: 'internal', correlationId: 'c-1' });
  });
});
