import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { curlOf, signRequest } from '../../../../scripts/tour/signed-request.ts';
import type { UnsignedRequest } from '../../../../shared/http/signing.ts';
import { callerOf } from '../../../../shared/http/signed-requests.ts';
import { memorySigningPartners } from '../../../support/memory/signing-partners.ts';
import { eventOf } from '../../../support/signing.ts';

const apiUrl = 'http://localhost:4567/v1';
const now = 1_800_000_000_000;
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const identity = { pem, keyid: 'till-7/k1', now };

const order: UnsignedRequest = {
  method: 'POST',
  url: `${apiUrl}/orders`,
  body: `{"items":[],"note":"it's"}`,
  idempotencyKey: 'sale-1',
};

const accepts = async (request: UnsignedRequest) => {
  const { method, url, headers, body } = await signRequest(request, identity);
  const partners = memorySigningPartners({
    partnerId: 'till-7',
    keys: {
      k1: {
        name: 'Till',
        publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
        role: 'customer',
        customerId: 'partner:till-7',
        registeredAt: '2026-01-01T00:00:00.000Z',
        registeredBy: 'ada',
      },
    },
  });
  const event = eventOf({ method, url, ...(body === undefined ? {} : { body }) }, headers, apiUrl);
  return callerOf(event, { apiUrl, body: Buffer.from(body ?? ''), partners, now });
};

describe('a request that the command signs', () => {
  it.each([
    ['with a body', order],
    ['without a body', { method: 'GET', url: `${apiUrl}/orders/0197` }],
    [
      'with a query in any order',
      { method: 'GET', url: `${apiUrl}/orders?status=PAID&limit=5&cursor=a b+c` },
    ],
  ])('is accepted: %s', async (_, request) => {
    expect(await accepts(request)).toEqual({ id: 'partner:till-7', roles: ['customer'] });
  });

  it('has a nonce of its own each time', async () => {
    const [one, other] = [await signRequest(order, identity), await signRequest(order, identity)];
    expect(one.headers['signature-input']).not.toBe(other.headers['signature-input']);
  });

  it.each([
    ['no key', 'secret'],
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
  ])('cannot be signed with %s', async (_, other) => {
    await expect(signRequest(order, { ...identity, pem: other.toString() })).rejects.toThrow(
      'openssl genpkey',
    );
  });

  it('is printed as a command whose arguments a shell passes on unchanged', async () => {
    const signed = await signRequest(order, identity);
    const script = curlOf(signed).replace(/^curl/, `printf '%s\\0'`);
    const args = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0');
    expect(args).toEqual(expect.arrayContaining([signed.url, order.body, 'idempotency-key: sale-1']));
    expect(args).toContain(`signature: ${signed.headers['signature']}`);
  });
});
