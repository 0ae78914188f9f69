import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { callerOf } from '../../../../shared/http/signed-requests.ts';
import { WINDOW_SECONDS } from '../../../../shared/http/signatures.ts';
import type { Partner } from '../../../../shared/kernel/caller.ts';
import { memorySigningPartners } from '../../../support/memory/signing-partners.ts';
import {
  eventOf,
  newSigningKey,
  signedHeaders,
  type RequestToSign,
  type SigningOptions,
} from '../../../support/signing.ts';

const apiUrl = 'https://api.shop.test/v1';
const now = 1_800_000_000;
const key = newSigningKey();
const revoked = newSigningKey();

const registered = {
  name: 'Till',
  role: 'customer',
  customerId: 'partner:till-7',
  registeredAt: '2026-01-01T00:00:00.000Z',
  registeredBy: 'staff:admin',
} as const;
const partner: Partner = {
  partnerId: 'till-7',
  keys: {
    k1: { ...registered, publicKey: key.publicKey },
    k0: { ...registered, publicKey: revoked.publicKey, revokedAt: registered.registeredAt, revokedBy: 'x' },
  },
};

let partners: ReturnType<typeof memorySigningPartners>;
beforeEach(() => {
  partners = memorySigningPartners(partner);
});

const order: RequestToSign = {
  method: 'POST',
  url: `${apiUrl}/orders`,
  body: '{"items":[{"productId":"tea","quantity":1}]}',
  headers: { 'idempotency-key': 'sale-1' },
};
const usual: SigningOptions = { key, keyid: 'till-7/k1', created: now, nonce: 'n-1' };

/** Signs a request, changes it after signing, sends it, and returns the response. */
const answer = async (
  request: RequestToSign = order,
  options: Partial<SigningOptions> = {},
  sent: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly url?: string;
  } = {},
) => {
  const headers = { ...signedHeaders(request, { ...usual, ...options }), ...sent.headers };
  const event = eventOf(
    { ...request, ...(sent.url === undefined ? {} : { url: sent.url }) },
    headers,
    apiUrl,
  );
  const body = Buffer.from(sent.body ?? request.body ?? '');
  return callerOf(event, { apiUrl, body, partners, now: now * 1000 });
};

const codeOf = async (...given: Parameters<typeof answer>): Promise<string> => {
  const result = await answer(...given);
  return 'code' in result ? result.code : 'accepted';
};

describe('a signed request', () => {
  it('is made for the customer of its key, with the role of its key and no other', async () => {
    expect(await answer()).toEqual({ id: 'partner:till-7', roles: ['customer'] });
  });

  it('without a body needs neither digest nor content type', async () => {
    const request = { method: 'GET', url: `${apiUrl}/orders/0197` };
    expect(await codeOf(request)).toBe('accepted');
  });

  it('with a query is signed with its parameters sorted and percent-encoded', async () => {
    const sorted = `${apiUrl}/orders?cursor=a%2Bb%3D&limit=5&status=PAID`;
    expect(await codeOf({ method: 'GET', url: sorted })).toBe('accepted');
    const unsorted = `${apiUrl}/orders?status=PAID&limit=5`;
    expect(await codeOf({ method: 'GET', url: unsorted })).toBe('signature.invalid');
  });

  it('without the parameter alg is accepted, because the key says what it is', async () => {
    expect(await codeOf(order, { parameters: { alg: undefined } })).toBe('accepted');
  });

  it('that expires in the future is accepted', async () => {
    expect(await codeOf(order, { parameters: { expires: String(now + 10) } })).toBe('accepted');
    expect(await codeOf(order, { nonce: 'n-2', parameters: { expires: String(now - 1) } })).toBe(
      'signature.outside-window',
    );
  });

  it.each([
    ['@method', order],
    ['@authority', order],
    ['@path', order],
    ['content-digest', order],
    ['content-type', order],
    ['idempotency-key', order],
    ['@query', { method: 'GET', url: `${apiUrl}/orders?limit=5` }],
  ])('that does not cover %s is refused, and the answer names it', async (component, request) => {
    expect(await answer(request, { without: [component] })).toEqual({
      code: 'signature.missing-component',
      detail: `The signature must also cover ${component}`,
    });
    expect(partners.reads).toEqual([]);
  });

  it('that covers a header which the request does not have is refused, and the answer names it', async () => {
    const dated = { ...order, headers: { ...order.headers, 'x-sent-at': 'today' } };
    expect(await answer(dated, {}, { headers: { 'x-sent-at': '\u{a0}' } })).toEqual({
      code: 'signature.missing-component',
      detail: 'The signature covers x-sent-at, which the request does not have, or not in this form',
    });
  });

  it.each(['created', 'keyid', 'nonce'])('without the parameter %s is refused', async (name) => {
    expect(await codeOf(order, { parameters: { [name]: undefined } })).toBe('signature.missing-parameter');
  });

  it.each([
    [now - WINDOW_SECONDS - 1, 'signature.outside-window'],
    [now - WINDOW_SECONDS, 'accepted'],
    [now + WINDOW_SECONDS, 'accepted'],
    [now + WINDOW_SECONDS + 1, 'signature.outside-window'],
  ])('created at %i: %s', async (created, code) => {
    expect(await codeOf(order, { created })).toBe(code);
  });

  it.each([
    ['an unknown partner', { keyid: 'till-8/k1' }, 'signature.unknown-key'],
    ['an unknown key', { keyid: 'till-7/k2' }, 'signature.unknown-key'],
    ['a key that every object has', { keyid: 'till-7/constructor' }, 'signature.unknown-key'],
    ['a keyid of another form', { keyid: 'till-7' }, 'signature.unknown-key'],
    ['a revoked key', { keyid: 'till-7/k0', key: revoked }, 'signature.revoked-key'],
    ['the key of another', { key: revoked }, 'signature.invalid'],
    ['another algorithm', { parameters: { alg: '"hmac-sha256"' } }, 'signature.unsupported-algorithm'],
    ['an empty nonce', { parameters: { nonce: '""' } }, 'signature.malformed'],
    ['a nonce with a blank', { parameters: { nonce: '"a b"' } }, 'signature.malformed'],
    ['a nonce that is too long', { parameters: { nonce: `"${'n'.repeat(65)}"` } }, 'signature.malformed'],
    ['a nonce that is a number', { parameters: { nonce: '7' } }, 'signature.malformed'],
  ])('with %s: refused, and its nonce stays unused', async (_, options, code) => {
    expect(await codeOf(order, options)).toBe(code);
    expect(partners.used.size).toBe(0);
  });

  it.each([
    ['another body', { body: '{"items":[]}' }, 'signature.digest-mismatch'],
    ['no body', { body: '' }, 'signature.digest-mismatch'],
    ['another idempotency key', { headers: { 'idempotency-key': 'sale-2' } }, 'signature.invalid'],
    ['another content type', { headers: { 'content-type': 'text/plain' } }, 'signature.invalid'],
    ['another path', { url: `${apiUrl}/orders/1/cancel` }, 'signature.invalid'],
    ['a query', { url: `${apiUrl}/orders?limit=1` }, 'signature.missing-component'],
    ['no signature', { headers: { signature: '' } }, 'signature.malformed'],
  ])('that arrives with %s: refused, and its nonce stays unused', async (_, sent, code) => {
    expect(await codeOf(order, {}, sent)).toBe(code);
    expect(partners.used.size).toBe(0);
  });

  it('signed for another authority is refused, whatever the header Host says', async () => {
    const elsewhere = { ...order, url: 'https://other.test/v1/orders' };
    const headers = { ...signedHeaders(elsewhere, usual), host: 'other.test' };
    const event = eventOf(order, headers, apiUrl);
    const given = { apiUrl, body: Buffer.from(order.body ?? ''), partners, now: now * 1000 };
    expect(await callerOf(event, given)).toMatchObject({ code: 'signature.invalid' });
    const right = { ...signedHeaders(order, usual), host: 'other.test' };
    expect(await callerOf(eventOf(order, right, apiUrl), given)).toMatchObject({ id: 'partner:till-7' });
  });

  it('is accepted once, and another one with another nonce or another key', async () => {
    expect(await codeOf()).toBe('accepted');
    expect(await codeOf()).toBe('signature.replayed');
    expect(await codeOf(order, { nonce: 'n-2' })).toBe('accepted');
    expect([...partners.used.keys()]).toEqual(['till-7/k1#n-1', 'till-7/k1#n-2']);
  });

  it('is accepted once of several that arrive at the same moment', async () => {
    const codes = await Promise.all(Array.from({ length: 5 }, async () => codeOf()));
    expect(codes.toSorted()).toEqual(['accepted', ...Array.from({ length: 4 }, () => 'signature.replayed')]);
  });

  it.each([now - WINDOW_SECONDS, now, now + WINDOW_SECONDS])(
    'created at %i has its nonce remembered for longer than it is valid',
    async (created) => {
      expect(await codeOf(order, { created })).toBe('accepted');
      expect([...partners.used.values()]).toEqual([created + 2 * WINDOW_SECONDS]);
    },
  );

  it('with a token is refused, because it does not say who calls', async () => {
    expect(await codeOf(order, {}, { headers: { authorization: 'Bearer x' } })).toBe('signature.with-token');
  });

  it('fails with the error of the store, and not as if the signature were wrong', async () => {
    const busy = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    const load = () => Promise.reject(busy);
    const event = eventOf(order, signedHeaders(order, usual), apiUrl);
    const given = { apiUrl, body: Buffer.from(order.body ?? ''), now: now * 1000 };
    await expect(callerOf(event, { ...given, partners: { ...partners, load } })).rejects.toBe(busy);
    await expect(callerOf(event, { ...given, partners: { ...partners, useNonce: load } })).rejects.toBe(busy);
  });
});

describe('any headers of a signature', () => {
  const refused = /^signature\.[a-z-]+$/;
  const headers = signedHeaders(order, usual);
  const { signature = '', 'signature-input': input = '', 'content-digest': digest = '' } = headers;

  /** Damages a text at one place: removes, inserts or replaces some characters. */
  const damaged = (text: string) =>
    fc
      .record({ at: fc.nat(text.length), cut: fc.nat(8), put: fc.string({ maxLength: 8 }) })
      .map(({ at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut));
  const anything = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 50 }));

  it('end in a caller or in a code, and damaged ones never in another caller', async () => {
    const run = async (changed: Readonly<Record<string, string>>) => {
      partners = memorySigningPartners(partner);
      const event = eventOf(order, { ...headers, ...changed }, apiUrl);
      return callerOf(event, { apiUrl, body: Buffer.from(order.body ?? ''), partners, now: now * 1000 });
    };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(damaged(input), anything),
        fc.oneof(damaged(signature), fc.constant(signature), anything),
        fc.oneof(damaged(digest), fc.constant(digest), anything),
        async (changedInput, changedSignature, changedDigest) => {
          const result = await run({
            'signature-input': changedInput,
            signature: changedSignature,
            'content-digest': changedDigest,
          });
          if ('code' in result) expect(result.code).toMatch(refused);
          else expect(result).toEqual({ id: 'partner:till-7', roles: ['customer'] });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
