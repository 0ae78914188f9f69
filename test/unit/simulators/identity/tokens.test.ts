import { describe, expect, it } from '@jest/globals';
import { JwtVerifier } from 'aws-jwt-verify';
import { newIdentityKey } from '../../../../infra/identity-key.ts';
import { usualEmail } from '../../../../simulators/identity/api.ts';
import { signClaims } from '../../../../simulators/identity/adapters/node-crypto.ts';
import { accessToken } from '../../../../simulators/identity/token.ts';
import { keySetOf } from '../../../../simulators/identity/metadata.ts';
import type { TokenRole } from '../../../../simulators/identity/api.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';

const issuer = (now = systemClock) => {
  const signingKey = newIdentityKey();
  const issuing = {
    issuer: 'https://identity.orderly.test',
    signingKey,
    sign: signClaims,
    now,
    newId: () => 'id-1',
  };
  return {
    issue: (sub: string, roles: readonly TokenRole[], addresses: { email?: string; phone?: string } = {}) =>
      accessToken(issuing, { sub, roles, ...addresses }),
    signingKey,
    keySet: keySetOf(signingKey.publicKey),
  };
};

const verifierOf = ({ keySet }: ReturnType<typeof issuer>) => {
  const options = {
    issuer: 'https://identity.orderly.test',
    audience: 'orderly',
    jwksUri: 'https://x.test/k',
  };
  const verifier = JwtVerifier.create(options);
  verifier.cacheJwks(JSON.parse(JSON.stringify(keySet)));
  return verifier;
};

describe('The identity simulator', () => {
  it('issues tokens that its key set verifies, with subject and roles', async () => {
    const identity = issuer();
    const answer = await identity.issue('alice', ['staff', 'admin']);
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 28_800 });
    const claims = verifierOf(identity).verifySync(answer.access_token);
    expect(claims).toMatchObject({ sub: 'alice', roles: ['staff', 'admin'], jti: 'id-1' });
  });

  it('issues tokens that prove addresses', async () => {
    const identity = issuer();
    const addresses = { email: 'alice@example.com', phone: '+4915112345678' };
    const answers = [
      await identity.issue('alice', ['customer'], addresses),
      await identity.issue('alice', ['customer']),
    ];
    const verifier = verifierOf(identity);
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

  it('publishes nothing of the private key', () => {
    const { keySet, signingKey } = issuer();
    const published = JSON.stringify(keySet);
    expect(signingKey.privateKey.length).toBeGreaterThan(40);
    expect(published).toContain(signingKey.publicKey.x);
    expect(published).not.toContain(signingKey.privateKey);
    expect(published).not.toContain('"d"');
  });

  it('issues tokens that end', async () => {
    const identity = issuer(() => '2020-01-01T00:00:00.000Z');
    const { access_token } = await identity.issue('alice', ['customer']);
    const verifier = verifierOf(identity);
    expect(() => verifier.verifySync(access_token)).toThrow('expired');
  });
});
