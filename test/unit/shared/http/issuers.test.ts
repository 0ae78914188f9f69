import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { bearerTokens } from '../../../../shared/http/authentication.ts';
import type { Role } from '../../../../shared/kernel/caller.ts';
import { fetchOverHttp } from '../../../support/fetch-over-http.ts';

const names = ['customers', 'staff'] as const;
type Name = (typeof names)[number];
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const issuerOf = (name: Name): string => `https://${name}.identity.test`;
const given: Readonly<Record<Name, readonly Role[]>> = { customers: ['customer'], staff: ['staff', 'admin'] };

let server: Server;
let keys: Readonly<Record<Name, Keys>>;
/** The issuers whose keys cannot be fetched. */
let down: readonly Name[];
let fetched: Name[];

beforeAll(async () => {
  const made = () => generateKeyPair('ES256', { extractable: true });
  keys = { customers: await made(), staff: await made() };
  server = createServer((request, response) => {
    const name = names.find((one) => request.url === `/${one}`)!;
    fetched.push(name);
    if (down.includes(name)) return void response.writeHead(500).end();
    // Both issuers use the same key id.
    void exportJWK(keys[name].publicKey).then((jwk) =>
      response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'k1', alg: 'ES256', use: 'sig' }] })),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

beforeEach(() => {
  down = [];
  fetched = [];
  accept();
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Accepts both issuers, each for its own client. */
const accept = (change: object = {}): void => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['AUTH_ISSUERS'] = JSON.stringify(
    names.map((name) => ({
      issuer: issuerOf(name),
      jwksUrl: `${url}/${name}`,
      clientId: `${name}-client`,
      roles: given[name],
      rolesClaim: 'groups',
      ...change,
    })),
  );
};

const bearer = async (
  issuer: Name,
  {
    groups = [],
    ...other
  }: { groups?: readonly string[]; signedBy?: Name; client?: string; kid?: string } = {},
): Promise<string> => {
  const { signedBy = issuer, client = `${issuer}-client`, kid = 'k1' } = other;
  const token = new SignJWT({ groups, client_id: client })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(issuerOf(issuer))
    .setSubject('alice')
    .setExpirationTime('5m');
  return `Bearer ${await token.sign(keys[signedBy].privateKey)}`;
};

describe('a token of one of several issuers', () => {
  it('gives only those of its roles that its issuer may give', async () => {
    const authenticate = bearerTokens(fetchOverHttp);
    const everything = ['customer', 'staff', 'admin'];
    const rolesFrom = async (issuer: Name, groups: readonly string[]) =>
      (await authenticate(await bearer(issuer, { groups }))).roles;

    expect(await rolesFrom('customers', ['admin'])).toEqual([]);
    expect(await rolesFrom('customers', everything)).toEqual(['customer']);
    expect(await rolesFrom('staff', everything)).toEqual(['staff', 'admin']);
    expect(await rolesFrom('staff', ['staff'])).toEqual(['staff']);
  });

  it('is refused if another issuer signed it, also under the same key id', async () => {
    const authenticate = bearerTokens(fetchOverHttp);
    for (const [issuer, signedBy] of [
      ['customers', 'staff'],
      ['staff', 'customers'],
    ] as const) {
      await expect(authenticate(await bearer(issuer, { signedBy }))).rejects.toMatchObject({
        code: 'auth.invalid-token',
      });
    }
  });

  it('is refused if it is for a client of another issuer', async () => {
    await expect(
      bearerTokens(fetchOverHttp)(await bearer('staff', { groups: ['admin'], client: 'customers-client' })),
    ).rejects.toMatchObject({ code: 'auth.wrong-client' });
  });

  it('is verified while the keys of the others cannot be fetched', async () => {
    down = ['staff'];
    const authenticate = bearerTokens(fetchOverHttp);
    await expect(authenticate(await bearer('staff'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'auth.keys-unavailable',
    });
    expect(await authenticate(await bearer('customers'))).toMatchObject({ id: 'alice' });
    expect(fetched).toEqual(['staff', 'customers']);
    down = [];
    expect(await authenticate(await bearer('staff'))).toMatchObject({ id: 'staff:alice' });
  });

  it('with a made-up key id locks out nobody of another issuer', async () => {
    const authenticate = bearerTokens(fetchOverHttp);
    await expect(authenticate(await bearer('customers', { kid: 'made-up' }))).rejects.toMatchObject({
      code: 'auth.invalid-token',
    });
    expect(await authenticate(await bearer('staff', { groups: ['admin'] }))).toMatchObject({
      roles: ['admin'],
    });
  });

  it('is of another person than a token of another issuer with the same subject', async () => {
    const authenticate = bearerTokens(fetchOverHttp);
    expect((await authenticate(await bearer('customers'))).id).toBe('alice');
    expect((await authenticate(await bearer('staff'))).id).toBe('staff:alice');
  });
});

const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k1', alg: 'ES256', use: 'sig' };

describe('the list of issuers', () => {
  it.each([
    ['is missing', undefined, /AUTH_ISSUERS/],
    ['is not JSON', '{', /AUTH_ISSUERS: must be JSON/],
    ['is empty', '[]', /AUTH_ISSUERS/],
    [
      'has an issuer whose tokens for other applications would be accepted',
      JSON.stringify([{ issuer: 'https://a.test', jwksUrl: 'https://a.test/keys', roles: ['admin'] }]),
      /AUTH_ISSUERS\.0: needs "audience" or "clientId"/,
    ],
    [
      'has an issuer with keys at an address and keys of its own',
      JSON.stringify([
        { issuer: 'a', jwksUrl: 'https://a.test/keys', keys: [jwk], audience: 'c', roles: ['customer'] },
      ]),
      /AUTH_ISSUERS\.0: needs either "jwksUrl" or "keys", and not both/,
    ],
    [
      'has an issuer without keys',
      JSON.stringify([{ issuer: 'a', audience: 'c', roles: ['customer'] }]),
      /AUTH_ISSUERS\.0: needs either "jwksUrl" or "keys"/,
    ],
    [
      'has an issuer with an empty list of keys',
      JSON.stringify([{ issuer: 'a', keys: [], audience: 'c', roles: ['customer'] }]),
      /AUTH_ISSUERS\.0\.keys/,
    ],
    [
      'has a private key',
      JSON.stringify([{ issuer: 'a', keys: [{ ...jwk, d: 'd' }], audience: 'c', roles: ['customer'] }]),
      /AUTH_ISSUERS\.0\.keys\.0: Unrecognized key: "d"/,
    ],
    [
      'has an unknown role',
      JSON.stringify([{ issuer: 'a', jwksUrl: 'b', audience: 'c', roles: ['root'] }]),
      /AUTH_ISSUERS\.0\.roles\.0/,
    ],
  ])('stops the function at its start if it %s', (_case, value, message) => {
    if (value === undefined) delete process.env['AUTH_ISSUERS'];
    else process.env['AUTH_ISSUERS'] = value;
    expect(() => bearerTokens(fetchOverHttp)).toThrow(message);
  });

  it('may name each issuer once', () => {
    accept({ issuer: 'https://same.identity.test' });
    expect(() => bearerTokens(fetchOverHttp)).toThrow(
      /https:\/\/same\.identity\.test supplied multiple times/,
    );
  });
});
