import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { exchange, ISSUER, request, startIdentity } from './authorization.ts';

type Identity = ReturnType<typeof startIdentity>;
interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
}

const tokensOf = async (identity: Identity, code: string): Promise<Tokens> => {
  const { status, body } = await identity.exchange({ ...exchange, code });
  expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 28_800 } });
  return body as Tokens;
};

const refusal = (error: string) => ({
  status: 400,
  body: { error, error_description: expect.stringMatching(/\.$/) },
});

describe('An authorization code', () => {
  it('is exchanged for an access token of the API and an ID token of the client', async () => {
    const identity = startIdentity();
    const { access_token, id_token } = await tokensOf(identity, await identity.codeFor({ as: 'root' }));
    const keys = createLocalJWKSet(structuredClone(identity.keySet) as unknown as JSONWebKeySet);
    const verify = async (token: string, audience: string) =>
      (await jwtVerify(token, keys, { issuer: ISSUER, audience, currentDate: new Date(identity.clock.now) }))
        .payload;
    const email = { email: 'root@example.com', email_verified: true };
    expect(await verify(access_token, 'orderly')).toMatchObject({ sub: 'root', roles: ['admin'], ...email });
    expect(await verify(id_token, 'shop')).toMatchObject({ sub: 'root', nonce: 'nonce-1', ...email });
  });

  it.each([
    [{ as: 'alice' }, { sub: 'alice', roles: ['customer'] }],
    [{ as: 'kim' }, { sub: 'kim', roles: ['staff'] }],
    [
      { as: 'other', name: ' mary ', role: 'staff' },
      { sub: 'mary', roles: ['staff'], email: 'mary@example.com' },
    ],
  ])('stands for the person who was chosen: %j', async (choice, claims) => {
    const identity = startIdentity();
    const { access_token } = await tokensOf(identity, await identity.codeFor(choice));
    expect(decodeJwt(access_token)).toMatchObject(claims);
  });

  it('gives an ID token without a nonce if the request had none', async () => {
    const identity = startIdentity();
    const code = await identity.codeFor({ as: 'alice' }, { ...request, nonce: undefined });
    expect(decodeJwt((await tokensOf(identity, code)).id_token)).not.toHaveProperty('nonce');
  });

  it('is used up by the first exchange, also among exchanges at once', async () => {
    const identity = startIdentity();
    const code = await identity.codeFor({ as: 'alice' });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => identity.exchange({ ...exchange, code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
    expect(await identity.exchange({ ...exchange, code })).toEqual(refusal('invalid_grant'));
  });

  it.each([
    ['another client', { client_id: 'other-shop' }],
    ['another redirect URI', { redirect_uri: 'http://localhost:8976/callback/' }],
    ['another verifier', { code_verifier: 'another-verifier-another-verifier-another-verif' }],
    ['the challenge instead of the verifier', { code_verifier: request.code_challenge }],
  ])('is refused to %s, and is used up then', async (_, wrong) => {
    const identity = startIdentity();
    const code = await identity.codeFor({ as: 'alice' });
    expect(await identity.exchange({ ...exchange, code, ...wrong })).toEqual(refusal('invalid_grant'));
    expect(await identity.exchange({ ...exchange, code })).toEqual(refusal('invalid_grant'));
  });

  it.each([
    ['09:30:59.000', 200],
    ['09:31:00.000', 400],
  ])('of 09:30:00.000 is exchanged at %s with status %i', async (time, status) => {
    const identity = startIdentity();
    const code = await identity.codeFor({ as: 'alice' });
    identity.clock.now = `2026-03-01T${time}Z`;
    expect(await identity.exchange({ ...exchange, code })).toMatchObject({ status });
  });

  it.each([
    ['an unknown code', { code: 'guessed' }, 'invalid_grant'],
    ['no code', {}, 'invalid_request'],
    ['no verifier', { code: 'c', code_verifier: undefined }, 'invalid_request'],
    ['an empty client id', { code: 'c', client_id: '' }, 'invalid_request'],
    ['a malformed client id', { code: 'c', client_id: 'a b' }, 'invalid_client'],
    ['no grant type', { code: 'c', grant_type: undefined }, 'invalid_request'],
    ['another grant type', { code: 'c', grant_type: 'password' }, 'unsupported_grant_type'],
  ])('is not what the client sent: %s', async (_, wrong, error) => {
    expect(await startIdentity().exchange({ ...exchange, ...wrong })).toEqual(refusal(error));
  });

  it('is refused in a request that repeats a parameter, or is not a form', async () => {
    const identity = startIdentity();
    const twice = 'grant_type=authorization_code&code=a&code=b';
    expect(await identity.exchange(twice)).toEqual(refusal('invalid_request'));
    const json = { 'content-type': 'application/json' };
    expect(await identity.exchange('{}', json)).toEqual(refusal('invalid_request'));
  });
});
