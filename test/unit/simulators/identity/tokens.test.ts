import { describe, expect, it } from '@jest/globals';
import { JwtVerifier } from 'aws-jwt-verify';
import { usualEmail } from '../../../../simulators/identity/api.ts';
import { newSigningKey, signClaims } from '../../../../simulators/identity/adapters/jose-keys.ts';
import { accessToken, agreedKey, type SigningKeyStore } from '../../../../simulators/identity/token.ts';
import { getKeySet } from '../../../../simulators/identity/get-key-set.ts';
import type { TokenRole } from '../../../../simulators/identity/api.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { memorySigningKeys } from '../../../support/memory/identity-simulator.ts';

const issuer = (keys: SigningKeyStore, now = systemClock) => {
  const issuing = {
    issuer: 'https://identity.orderly.test',
    signingKey: agreedKey(keys, newSigningKey),
    sign: signClaims,
    now,
    newId: () => 'id-1',
  };
  return {
    issue: (sub: string, roles: readonly TokenRole[], addresses: { email?: string; phone?: string } = {}) =>
      accessToken(issuing, { sub, roles, ...addresses }),
    keySet: getKeySet({ signingKeys: keys }),
  };
};

const verifierOf = async ({ keySet }: ReturnType<typeof issuer>) => {
  const options = {
    issuer: 'https://identity.orderly.test',
    audience: 'orderly',
    jwksUri: 'https://x.test/k',
  };
  const verifier = JwtVerifier.create(options);
  verifier.cacheJwks(JSON.parse(JSON.stringify(await keySet())));
  return verifier;
};

describe('The identity simulator', () => {
  it('issues tokens that its key set verifies, with subject and roles', async () => {
    const identity = issuer(memorySigningKeys());
    const answer = await identity.issue('alice', ['staff', 'admin']);
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 28_800 });
    const claims = (await verifierOf(identity)).verifySync(answer.access_token);
    expect(claims).toMatchObject({ sub: 'alice', roles: ['staff', 'admin'], jti: 'id-1' });
  });

  it('issues tokens that prove addresses', async () => {
    const identity = issuer(memorySigningKeys());
    const addresses = { email: 'alice@example.com', phone: '+4915112345678' };
    const answers = [
      await identity.issue('alice', ['customer'], addresses),
      await identity.issue('alice', ['customer']),
    ];
    const verifier = await verifierOf(identity);
    const [proving, bare] = answers.map(({ access_token }) => verifier.verifySync(access_token));
    expect(proving).toMatchObject({
      email: 'alice@example.com',
      email_verified: true,
      phone_number: '+4915112345678',
      phone_number_verified: true,
    });
    expect(Object.keys(bare ?? {}).filter((claim) => /email|phone/.test(claim))).toEqual([]);
  });

  it('proves an address of the example domain if the user names none', () => {
    expect(usualEmail('alice')).toBe('alice@example.com');
    expect(usualEmail('not an address')).toBeUndefined();
    expect(usualEmail('a'.repeat(250))).toBeUndefined();
  });

  it('publishes nothing of the private key', async () => {
    const keys = memorySigningKeys();
    const { issue, keySet } = issuer(keys);
    expect(await keySet()).toEqual({ keys: [] });
    await issue('alice', ['customer']);
    const published = JSON.stringify(await keySet());
    const secret = (await keys.load())?.privateKey ?? '';
    expect(secret.length).toBeGreaterThan(40);
    expect(published).not.toContain(secret);
    expect(published).not.toContain('"d"');
  });

  it('agrees on one key among functions that start at once', async () => {
    const keys = memorySigningKeys();
    const functions = Array.from({ length: 4 }, () => issuer(keys));
    const tokens = await Promise.all(functions.map(({ issue }) => issue('bob', ['customer'])));
    const verifier = await verifierOf(issuer(keys));
    expect(tokens.map(({ access_token }) => verifier.verifySync(access_token).sub)).toEqual(
      Array.from({ length: 4 }, () => 'bob'),
    );
  });

  it('issues tokens that end', async () => {
    const identity = issuer(memorySigningKeys(), () => '2020-01-01T00:00:00.000Z');
    const { access_token } = await identity.issue('alice', ['customer']);
    const verifier = await verifierOf(identity);
    expect(() => verifier.verifySync(access_token)).toThrow('expired');
  });
});
