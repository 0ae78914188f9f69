import { describe, expect, it } from '@jest/globals';
import { fingerprintOf, idFromKey } from '../../../../shared/kernel/ids.ts';

describe('the id of what a request with an idempotency key creates', () => {
  const id = idFromKey(['order', 'alice'], 'key-1');

  it('is the same for a repeated request, and a UUID', () => {
    expect(idFromKey(['order', 'alice'], 'key-1')).toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('never changes, because a retry after a deployment must find the same id', () => {
    expect(id).toBe('9c9f22d9-4085-8154-b87a-51607a548788');
    expect(idFromKey(['order', 'Zoë \ud800'], '☕')).toBe('4f8cfa2b-41d6-80b5-9105-20c425de3c63');
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
    ['of a body', body, 'NIIhf4Mkcv4BnuB7q0i8_Q'],
    ['with both letters that differ from base64', 5, 'GuNZL4JIw_h5tWr-Pyzmqg'],
    ['of text beyond ASCII', [[['☕', 2]], 'ohne Zucker, bitte 😀\ud800'], 'AR04x2mBM351cuAXeRzavg'],
  ])('never changes, because orders store it: one %s', (_, given, expected) => {
    expect(fingerprintOf(given)).toBe(expected);
  });

  it.each([
    ['quantity', [[['espresso', 3]], 'no sugar']],
    ['product', [[['mug', 2]], 'no sugar']],
    ['note', [[['espresso', 2]], null]],
  ])('is another one for another %s', (_, other) => {
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(body));
  });
});
