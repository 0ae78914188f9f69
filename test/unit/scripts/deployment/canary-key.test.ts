import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canaryKeyIn } from '../../../../functions/ops/adapters/canary-key.ts';
import {
  prepareProduct,
  registerCanaryKey,
  revokeOtherKeys,
} from '../../../../scripts/deployment/canary-key.ts';
import { Problem } from '../../../../scripts/console/problem.ts';
import type { ApiClient } from '../../../../scripts/tour/api-client.ts';
import { CANARY_CUSTOMER } from '../../../../shared/kernel/caller.ts';

type Sent = { readonly method: string; readonly path: string; readonly body?: unknown };

/** An API that records its requests, and responds to each path with its value in `answers`. */
const recordingApi = (answers: Readonly<Record<string, unknown>> = {}) => {
  const sent: Sent[] = [];
  const call =
    (method: string) =>
    async <T>(path: string, body?: unknown): Promise<T> => {
      sent.push({ method, path, ...(body === undefined ? {} : { body }) });
      return answers[path] as T;
    };
  const client: ApiClient = {
    get: call('GET'),
    put: call('PUT'),
    post: call('POST'),
    delete: call('DELETE'),
  };
  return { client, sent };
};

describe('the product of the canary', () => {
  it.each([
    [0, [{ change: 1000, reason: expect.any(String) }]],
    [499, [{ change: 501, reason: expect.any(String) }]],
    [500, []],
  ])('has %i units, and is filled up if that is less than half', async (available, changes) => {
    const { client, sent } = recordingApi({ '/products/orderly-canary': { available } });
    await prepareProduct(client);
    expect(sent[0]).toMatchObject({ method: 'PUT', body: { active: true, currency: 'EUR' } });
    expect(sent.slice(1).map(({ body }) => body)).toEqual(changes);
  });
});

describe('a new key of the canary', () => {
  const now = new Date('2026-03-01T09:30:15.123Z');

  it('is registered for the canary with its public half only, and the secret has the other', async () => {
    const { client, sent } = recordingApi();
    const secret = await registerCanaryKey(client, now);
    expect(sent).toEqual([
      {
        method: 'PUT',
        path: '/partners/orderly-canary-2026-03/keys/20260301t093015',
        body: { name: 'Canary', customerId: CANARY_CUSTOMER, publicKey: expect.any(String) },
      },
    ]);
    const [{ body } = { body: {} }] = sent;
    const { publicKey } = body as { publicKey: string };
    const derived = createPublicKey(createPrivateKey(secret.privateKey)).export({ format: 'jwk' }).x;
    expect(publicKey).toBe(derived);
    expect(JSON.stringify(sent)).not.toContain(
      createPrivateKey(secret.privateKey).export({ format: 'jwk' }).d,
    );
  });

  it('can be read by the function, and its keyid names the partner and the key', async () => {
    const secret = await registerCanaryKey(recordingApi().client, now);
    expect(canaryKeyIn(JSON.stringify(secret)).keyid).toBe('orderly-canary-2026-03/20260301t093015');
  });
});

describe('a month with many keys', () => {
  const now = new Date('2026-11-29T22:00:00.000Z');

  /**
   * An API that refuses the first `full` keys, because their partners have too many keys. It records the partners that
   * were tried.
   */
  const fullApi = (full: number, code = 'partner.too-many-keys') => {
    const asked: string[] = [];
    const put = async <T>(path: string): Promise<T> => {
      asked.push(path.split('/')[2] ?? '');
      if (asked.length <= full) throw new Problem(`PUT ${path} failed with 422: ${code}`, code);
      return {} as T;
    };
    return { client: { put }, asked };
  };

  it('goes on with further partners', async () => {
    const { client, asked } = fullApi(2);
    const { keyid } = await registerCanaryKey(client, now);
    expect(asked).toEqual(['orderly-canary-2026-11', 'orderly-canary-2026-11-b', 'orderly-canary-2026-11-c']);
    expect(keyid).toBe('orderly-canary-2026-11-c/20261129t220000');
  });

  it('ends with the refusal when all 26 are full', async () => {
    const { client, asked } = fullApi(Number.POSITIVE_INFINITY);
    await expect(registerCanaryKey(client, now)).rejects.toThrow('partner.too-many-keys');
    expect([asked.length, asked.at(-1)]).toEqual([26, 'orderly-canary-2026-11-z']);
  });

  it('tries no other partner after any other refusal', async () => {
    const { client, asked } = fullApi(1, 'auth.role-missing');
    await expect(registerCanaryKey(client, now)).rejects.toThrow('auth.role-missing');
    expect(asked).toHaveLength(1);
  });
});

describe('the earlier keys of the canary', () => {
  const key = (keyId: string, overrides: object = {}) => ({
    keyId,
    signatureKeyId: `orderly-canary-2026-03/${keyId}`,
    customerId: CANARY_CUSTOMER,
    ...overrides,
  });

  it('are revoked, on all pages and whoever registered them, but no key of others and none twice', async () => {
    const { client, sent } = recordingApi({
      '/partners?limit=100': {
        items: [
          {
            partnerId: 'orderly-canary-2026-03',
            keys: [key('old'), key('gone', { revokedAt: '2026-03-01T00:00:00.000Z' }), key('new')],
          },
        ],
        nextCursor: 'a/b',
      },
      '/partners?limit=100&cursor=a%2Fb': {
        items: [
          {
            partnerId: 'till-7',
            keys: [
              { keyId: 'k1', signatureKeyId: 'till-7/k1', customerId: 'partner:till-7' },
              { keyId: 'k2', signatureKeyId: 'till-7/k2', customerId: CANARY_CUSTOMER },
            ],
          },
        ],
      },
    });
    expect(await revokeOtherKeys(client, 'orderly-canary-2026-03/new')).toEqual([
      'orderly-canary-2026-03/old',
      'till-7/k2',
    ]);
    expect(sent.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
      '/partners/orderly-canary-2026-03/keys/old',
      '/partners/till-7/keys/k2',
    ]);
  });
});
