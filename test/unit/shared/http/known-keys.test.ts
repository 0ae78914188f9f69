import { beforeEach, describe, expect, it } from '@jest/globals';
import { newIdentityKey, type IdentityKey } from '../../../../infra/identity-key.ts';
import { bearerTokens } from '../../../../shared/http/authentication.ts';
import type { FetchKeys } from '../../../../shared/http/issuers.ts';
import { signClaims } from '../../../../simulators/identity/adapters/node-crypto.ts';

const [key, otherKey] = [newIdentityKey(), newIdentityKey()];
const issuer = 'http://localhost:4567/simulators/identity';
const other = 'https://identity.test';
const common = { audience: 'orderly', roles: ['customer'] };

let fetched: string[];
/** Serves `otherKey` at each address. */
const fetchKeys: FetchKeys = async (url) => {
  fetched.push(url);
  return new TextEncoder().encode(JSON.stringify({ keys: [otherKey.publicKey] })).buffer;
};

beforeEach(() => {
  fetched = [];
  process.env['AUTH_ISSUERS'] = JSON.stringify([
    { ...common, issuer, keys: [key.publicKey] },
    { ...common, issuer: other, jwksUrl: 'https://identity.test/keys' },
  ]);
});

/** A token of an issuer, signed with the key `signedBy`. The token's header has the key id `kid`. */
const bearer = async (iss: string, signedBy: IdentityKey, kid = signedBy.publicKey.kid): Promise<string> => {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss, aud: 'orderly', sub: 'alice', roles: [], jti: 'id-1', iat, exp: iat + 60 };
  const named = { ...signedBy, publicKey: { ...signedBy.publicKey, kid } };
  return `Bearer ${await signClaims(claims, named)}`;
};

describe('a token of an issuer whose keys the deployment knows', () => {
  it('is verified, and nothing is fetched', async () => {
    const authenticate = bearerTokens(fetchKeys);
    expect(await authenticate(await bearer(issuer, key))).toEqual({ id: 'alice', roles: [] });
    expect(fetched).toEqual([]);
  });

  it('is refused each time if its key is another, and nothing is fetched', async () => {
    const authenticate = bearerTokens(fetchKeys);
    const wrong = [
      await bearer(issuer, otherKey),
      await bearer(issuer, otherKey),
      await bearer(issuer, otherKey, key.publicKey.kid),
      await bearer(issuer, key, 'made-up'),
    ];
    for (const token of wrong) {
      await expect(authenticate(token)).rejects.toMatchObject({
        kind: 'unauthenticated',
        code: 'auth.invalid-token',
      });
    }
    expect(await authenticate(await bearer(issuer, key))).toMatchObject({ id: 'alice' });
    expect(fetched).toEqual([]);
  });
});

describe('a token of another issuer', () => {
  it('is verified with the keys at its address', async () => {
    const authenticate = bearerTokens(fetchKeys);
    expect(await authenticate(await bearer(other, otherKey))).toMatchObject({ id: 'alice' });
    await expect(authenticate(await bearer(other, key))).rejects.toMatchObject({
      code: 'auth.invalid-token',
    });
    expect(new Set(fetched)).toEqual(new Set(['https://identity.test/keys']));
  });
});
