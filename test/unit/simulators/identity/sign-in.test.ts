import { describe, expect, it } from '@jest/globals';
import { isLoopbackUri } from '../../../../simulators/identity/authorization-request.ts';
import { endSession } from '../../../../simulators/identity/page/browser-requests.ts';
import { ISSUER, request, startIdentity } from './authorization.ts';

/** The parameters of the address to which an answer sends the browser. */
const redirectOf = (answer: { readonly status: number; readonly headers?: object }) => {
  const { location = '' } = answer.headers as { readonly location?: string };
  return {
    status: answer.status,
    location,
    parameters: Object.fromEntries(new URL(location).searchParams) as Readonly<
      Record<string, string | undefined>
    >,
  };
};

describe('The sign-in page', () => {
  it('offers people, and allows its form to lead only to itself and to the client', async () => {
    const { status, body, headers } = await startIdentity().show(request);
    expect(status).toBe(200);
    for (const name of ['Alice', 'Kim', 'Root']) expect(body).toContain(name);
    const policy = headers?.['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:8976;");
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('allows a form to lead to an IPv6 address, which no source can name', async () => {
    const { headers } = await startIdentity().show({ ...request, redirect_uri: 'http://[::1]:8976/' });
    expect(headers?.['content-security-policy']).toContain("form-action 'self' http:;");
  });

  it('escapes what the client sends', async () => {
    const redirect_uri = 'http://localhost:1/"><script>alert(1)</script>';
    const { body } = await startIdentity().show({ ...request, redirect_uri, state: '<script>' });
    expect(body).not.toContain('<script');
  });

  it.each([
    ['no client id', { client_id: undefined }],
    ['a client id of other characters', { client_id: 'a b' }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['a redirect URI of another host', { redirect_uri: 'https://evil.example/callback' }],
  ])('shows an error and redirects nowhere: %s', async (_, wrong) => {
    const identity = startIdentity();
    for (const answer of [
      await identity.show({ ...request, ...wrong }),
      await identity.choose({ as: 'alice' }, { ...request, ...wrong }),
    ]) {
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('not possible') });
      expect(answer.headers).not.toHaveProperty('location');
    }
  });

  it.each([
    ['response_type', undefined, 'invalid_request'],
    ['response_type', 'token', 'unsupported_response_type'],
    ['scope', 'email', 'invalid_scope'],
    ['response_mode', 'fragment', 'invalid_request'],
    ['code_challenge_method', undefined, 'invalid_request'],
    ['code_challenge_method', 'plain', 'invalid_request'],
    ['code_challenge', undefined, 'invalid_request'],
    ['code_challenge', 'too-short', 'invalid_request'],
    ['nonce', 'n'.repeat(513), 'invalid_request'],
    ['prompt', 'none', 'login_required'],
  ])('tells the client of a mistake: %s is %s', async (name, value, error) => {
    const { status, location, parameters } = redirectOf(
      await startIdentity().show({ ...request, [name]: value }),
    );
    expect({ status, to: location.split('?')[0] }).toEqual({ status: 303, to: request.redirect_uri });
    expect(parameters).toMatchObject({ error, state: 'state-1', iss: ISSUER });
    expect(parameters).not.toHaveProperty('code');
  });
});

describe('A choice on the page', () => {
  it('leads back to the client with a code, its state and the issuer', async () => {
    const { status, location, parameters } = redirectOf(await startIdentity().choose({ as: 'kim' }));
    expect({ status, to: location.split('?')[0] }).toEqual({ status: 303, to: request.redirect_uri });
    expect(parameters).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/),
      state: 'state-1',
      iss: ISSUER,
    });
  });

  it('keeps the query of the redirect URI, and needs no state', async () => {
    const query = { ...request, redirect_uri: 'http://127.0.0.1:1/back?shop=7', state: undefined };
    const { parameters } = redirectOf(await startIdentity().choose({ as: 'alice' }, query));
    expect(parameters).toEqual({ shop: '7', code: expect.any(String), iss: ISSUER });
  });

  it('never gives the same code twice', async () => {
    const identity = startIdentity();
    const codes = await Promise.all(Array.from({ length: 20 }, () => identity.codeFor({ as: 'alice' })));
    expect(new Set(codes).size).toBe(20);
  });

  it('of nobody tells the client that access is denied', async () => {
    const { parameters } = redirectOf(await startIdentity().choose({ as: 'nobody' }));
    expect(parameters).toMatchObject({ error: 'access_denied', state: 'state-1' });
    expect(parameters).not.toHaveProperty('code');
  });

  it.each(['', '   ', 'Mary Ann', 'n'.repeat(65)])(
    'of a name that is none asks again: "%s"',
    async (name) => {
      const answer = await startIdentity().choose({ as: 'other', name, role: 'staff' });
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('without spaces') });
    },
  );

  it('of someone unknown asks again, even with the name of another', async () => {
    const answer = await startIdentity().choose({ as: 'mallory', name: 'mallory', role: 'admin' });
    expect(answer.status).toBe(400);
    expect(answer.headers).not.toHaveProperty('location');
  });

  it('must be a form, with a role that exists', async () => {
    const identity = startIdentity();
    await expect(identity.choose({ as: 'other', name: 'x', role: 'owner' })).rejects.toThrow('/role');
  });
});

describe('Signing out', () => {
  it('leads back to the client with its state', async () => {
    const query = { post_logout_redirect_uri: 'http://localhost:4567/shop', state: 's' };
    const answer = await endSession({ query });
    expect(redirectOf(answer).location).toBe('http://localhost:4567/shop?state=s');
  });

  it('leads nowhere else', async () => {
    const answer = await endSession({ query: { post_logout_redirect_uri: 'https://evil.example/' } });
    expect(answer.status).toBe(400);
    expect(answer.headers).not.toHaveProperty('location');
  });

  it('shows a page if the client names no address', async () => {
    const answer = await endSession({ query: {} });
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('signed out') });
  });
});

describe('A redirect URI', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1:1/a',
    'http://[::1]:65535/cb?x=1',
    'http://localhost:8976',
  ])('may be %s', (uri) => expect(isLoopbackUri(uri)).toBe(true));

  it.each([
    'https://localhost/callback',
    'http://localhost.evil.example/',
    'http://evil.example/?http://localhost/',
    'http://localhost@evil.example/',
    'http://user@localhost/',
    'http://:secret@localhost/',
    'http://localhost/#fragment',
    'http://localhost/#',
    'http://127.0.0.2/',
    'http://0.0.0.0/',
    'javascript:alert(1)',
    'app:/callback',
    '//localhost/',
    '/callback',
    '',
    `http://localhost/${'a'.repeat(2048)}`,
  ])('may not be %s', (uri) => expect(isLoopbackUri(uri)).toBe(false));
});
