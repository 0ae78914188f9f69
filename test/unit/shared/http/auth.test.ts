import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { bearerTokens } from '../../../../shared/http/authentication.ts';
import { fetchOverHttp } from '../../../support/fetch-over-http.ts';

const ISSUER = 'https://identity.test';
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
type Reply = 'keys' | 'status 500' | 'garbage' | 'no key set' | 'cut off';

let keys: Keys;
let jwk: JWK;
let server: Server;
let reply: Reply;
let fetches: number;

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
  jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
});

beforeEach(async () => {
  reply = 'keys';
  fetches = 0;
  server = createServer((_, response) => {
    fetches += 1;
    if (reply === 'status 500') response.writeHead(500).end('{}');
    else if (reply === 'garbage') response.end('<html>');
    else if (reply === 'no key set') response.end('{"message":"Not found"}');
    else if (reply === 'cut off') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"keys":');
      response.destroy();
    } else response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  accept({});
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Configures a single issuer, whose keys the test's server serves. */
const accept = (issuer: object): void => {
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  process.env['AUTH_ISSUERS'] = JSON.stringify([
    { issuer: ISSUER, jwksUrl, audience: 'orderly', roles: ['customer', 'staff', 'admin'], ...issuer },
  ]);
};

interface Claims {
  readonly sub?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** Default `5m`. With `never`, the token has no expiry. */
  readonly expires?: string;
  /** More fields of the token's header. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly kid?: string;
  readonly more?: Record<string, unknown>;
  readonly signedBy?: Keys;
}

const bearer = async (claims: Claims = {}): Promise<string> => {
  const {
    sub = 'alice',
    issuer = ISSUER,
    audience = 'orderly',
    expires = '5m',
    kid = 'k1',
    more = {},
    header = {},
  } = claims;
  const token = new SignJWT(more)
    .setProtectedHeader({ alg: 'ES256', kid, ...header })
    .setIssuer(issuer)
    .setAudience(audience);
  if (expires !== 'never') token.setExpirationTime(expires);
  if (sub !== '') token.setSubject(sub);
  return `Bearer ${await token.sign((claims.signedBy ?? keys).privateKey, { crit: { exp: true } })}`;
};

describe('a bearer token', () => {
  it('gives the caller and its roles, from the claim that the issuer uses', async () => {
    const authenticate = bearerTokens(fetchOverHttp);
    expect(await authenticate(await bearer({ more: { roles: ['staff', 'root'] } }))).toEqual({
      id: 'alice',
      roles: ['staff'],
    });
    expect(await authenticate(await bearer({ more: { 'cognito:groups': ['admin'] } }))).toEqual({
      id: 'alice',
      roles: [],
    });
    expect(fetches).toBe(1);
    accept({ rolesClaim: 'cognito:groups' });
    expect(
      await bearerTokens(fetchOverHttp)(await bearer({ more: { 'cognito:groups': ['admin'] } })),
    ).toEqual({
      id: 'alice',
      roles: ['admin'],
    });
  });

  const proven = [
    [
      { email: 'Alice@Example.com', email_verified: true, phone_number: '+4915112345678' },
      { email: 'Alice@Example.com' },
    ],
    [
      {
        email: 'alice@example.com',
        email_verified: 'true',
        phone_number: '+4915112345678',
        phone_number_verified: 'true',
      },
      { email: 'alice@example.com', phone: '+4915112345678' },
    ],
    [{ phone_number: '+4915112345678', phone_number_verified: true }, { phone: '+4915112345678' }],
    [{ email: 'alice@example.com' }, {}],
    [{ email: 'alice@example.com', email_verified: false }, {}],
    [{ email: 'alice@example.com', email_verified: 'false' }, {}],
    [{ email: 'alice@example.com', email_verified: 1 }, {}],
    [{ email: 'alice@example.com\nBcc: bob@example.com', email_verified: true }, {}],
    [{ email: `${'a'.repeat(250)}@example.com`, email_verified: true }, {}],
    [{ email: ['alice@example.com'], email_verified: true }, {}],
    [{ phone_number: '015112345678', phone_number_verified: true }, {}],
    [{ phone_number: 4915112345678, phone_number_verified: true }, {}],
  ] as const;
  it.each(proven)('with the claims %j proves %j', async (more, addresses) => {
    expect(await bearerTokens(fetchOverHttp)(await bearer({ more }))).toEqual({
      id: 'alice',
      roles: [],
      ...addresses,
    });
  });

  const wrong: readonly (readonly [string, () => Promise<string | undefined>, string])[] = [
    ['missing', async () => undefined, 'auth.missing'],
    ['of another scheme', async () => 'Basic YTpi', 'auth.missing'],
    ['no token at all', async () => 'Bearer nonsense', 'auth.invalid-token'],
    ['expired', () => bearer({ expires: '-1m' }), 'auth.invalid-token'],
    ['of another issuer', () => bearer({ issuer: 'https://other.test' }), 'auth.invalid-token'],
    ['for another audience', () => bearer({ audience: 'others' }), 'auth.invalid-token'],
    ['signed with an unknown key', () => bearer({ kid: 'k2' }), 'auth.invalid-token'],
    ['without a subject', () => bearer({ sub: '' }), 'auth.no-subject'],
    ['of a subject that no event could carry', () => bearer({ sub: 'a'.repeat(129) }), 'auth.no-subject'],
    ['of half a surrogate pair', () => bearer({ sub: 'alice\uD800' }), 'auth.no-subject'],
    ['of the subject U+FFFE', () => bearer({ sub: '\uFFFE' }), 'auth.no-subject'],
    ['of a subject with U+FFFF', () => bearer({ sub: 'alice\uFFFF' }), 'auth.no-subject'],
    ['valid for ever', () => bearer({ expires: 'never' }), 'auth.invalid-token'],
    ['with an extension', () => bearer({ header: { crit: ['exp'], exp: 1 } }), 'auth.invalid-token'],
  ];
  it.each(wrong)('is refused when it is %s', async (_, authorization, code) => {
    await expect(bearerTokens(fetchOverHttp)(await authorization())).rejects.toMatchObject({
      kind: 'unauthenticated',
      code,
    });
  });

  it('signed by somebody else under a known key id is refused', async () => {
    const signedBy = await generateKeyPair('ES256', { extractable: true });
    await expect(bearerTokens(fetchOverHttp)(await bearer({ signedBy }))).rejects.toMatchObject({
      code: 'auth.invalid-token',
    });
  });

  it.each([
    ['of another length', Buffer.alloc(256).toString('base64url')],
    ['of zeroes', Buffer.alloc(64).toString('base64url')],
    ['that is none', ''],
  ])('with a signature %s is refused', async (_, signature) => {
    const token = await bearer();
    const altered = `${token.slice(0, token.lastIndexOf('.'))}.${signature}`;
    await expect(bearerTokens(fetchOverHttp)(altered)).rejects.toMatchObject({ code: 'auth.invalid-token' });
  });

  it('with a made-up key id is refused each time, and has the keys fetched once', async () => {
    const authenticate = bearerTokens(fetchOverHttp);
    for (const kid of ['made-up-1', 'made-up-2', 'made-up-1']) {
      await expect(authenticate(await bearer({ kid }))).rejects.toMatchObject({ code: 'auth.invalid-token' });
    }
    expect(await authenticate(await bearer())).toMatchObject({ id: 'alice' });
    expect(fetches).toBe(1);
  });

  it('of another application is refused', async () => {
    accept({ audience: undefined, clientId: 'our-client' });
    const authenticate = bearerTokens(fetchOverHttp);
    for (const more of [{}, { client_id: 'other-client' }]) {
      await expect(authenticate(await bearer({ more }))).rejects.toMatchObject({ code: 'auth.wrong-client' });
    }
    expect(await authenticate(await bearer({ more: { client_id: 'our-client' } }))).toMatchObject({
      id: 'alice',
    });
  });

  it.each(['status 500', 'garbage', 'no key set', 'cut off'] as const)(
    'cannot be judged while the issuer answers for its keys: %s — and can, once it is well again',
    async (failure) => {
      reply = failure;
      const authenticate = bearerTokens(fetchOverHttp);
      await expect(authenticate(await bearer())).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'auth.keys-unavailable',
      });
      reply = 'keys';
      expect(await authenticate(await bearer())).toMatchObject({ id: 'alice' });
    },
  );
});
