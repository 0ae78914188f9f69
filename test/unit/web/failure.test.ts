import { describe, expect, it } from '@jest/globals';
import { ApiError, type Problem } from '../../../client/index.ts';
import { failureOf } from '../../../web/common/failure.ts';

const answered = (status: number, code?: string) =>
  failureOf(
    new ApiError(
      status,
      code === undefined ? undefined : ({ code, detail: 'Why', correlationId: 'c' } as Problem),
    ),
    true,
  );

describe('why a request failed', () => {
  it('is the connection, or an answer that never came', () => {
    expect(failureOf(new TypeError('Failed to fetch'), false)).toEqual({ kind: 'offline' });
    expect(failureOf(new TypeError('Failed to fetch'), true)).toEqual({ kind: 'no-answer' });
  });

  it.each([
    [401, 'auth.invalid-token', 'signed-out'],
    [500, 'internal', 'no-answer'],
    [502, undefined, 'no-answer'],
    [504, undefined, 'no-answer'],
    [503, 'service.unavailable', 'busy'],
    [429, 'request.throttled', 'busy'],
    [422, 'order.product-not-available', 'refused'],
    [404, 'order.not-found', 'refused'],
    [429, undefined, 'busy'],
    // Trying again in a moment would not help against these limits.
    [429, 'order.too-many-unpaid', 'refused'],
    [429, 'contact.too-many-codes', 'refused'],
  ])('with %i and %s is %s', (status, code, kind) => {
    expect(answered(status, code)).toMatchObject({ kind });
  });
});
