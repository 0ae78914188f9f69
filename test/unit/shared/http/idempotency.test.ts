import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, idFromKey } from '../../../../shared/http/idempotency.ts';

describe('the id of what a request with an idempotency key creates', () => {
  const id = idFromKey(['order', 'alice'], 'key-1');

  it('is the same for a repeated request, and a UUID', () => {
    expect(idFromKey(['order', 'alice'], 'key-1')).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it.each([
    ['key', ['order', 'alice'], 'key-2'],
    ['caller', ['order', 'bob'], 'key-1'],
    ['purpose', ['refund', 'alice'], 'key-1'],
    ['split of scope and key', ['order'], 'alicekey-1'],
  ])('is another one for another %s', (_, scope, key) => {
    expect(idFromKey(scope, key)).not.toBe(id);
  });
});

describe('the fingerprint of a request', () => {
  const body = [[['espresso', 2]], 'no sugar'];

  it('is the same for the same body', () => {
    expect(fingerprintOf(structuredClone(body))).toBe(fingerprintOf(body));
  });

  it.each([
    ['quantity', [[['espresso', 3]], 'no sugar']],
    ['product', [[['mug', 2]], 'no sugar']],
    ['note', [[['espresso', 2]], null]],
  ])('is another one for another %s', (_, other) => {
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(body));
  });
});
