import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type * as Calls from '../../../../web/common/calls.ts';
import type * as Session from '../../../../web/common/session.ts';

/** The parts of a browser's page that a sign-in uses. */
const browser = globalThis as unknown as Record<string, unknown>;
const stubbed = ['document', 'location', 'sessionStorage'];

const issuer = 'https://issuer.test';
const key = `orderly.user:${issuer}:shop`;
const expired = {
  access_token: 'old',
  refresh_token: 'r',
  token_type: 'Bearer',
  expires_at: 1,
  profile: { sub: 'a' },
};

/** A storage whose content consists of its own properties, as in a browser. */
const storage: Record<string, string> = Object.defineProperties(
  {},
  {
    getItem: { value: (name: string) => storage[name] ?? null },
    removeItem: { value: (name: string) => delete storage[name] },
  },
);

let page: typeof Session & typeof Calls;
let token: () => Response = () => Response.error();

beforeAll(async () => {
  browser['document'] = { documentElement: { dataset: { base: 'http://shop.test/app/' } } };
  browser['location'] = { pathname: '/', href: 'http://shop.test/' };
  storage[key] = JSON.stringify(expired);
  browser['sessionStorage'] = storage;
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname === '/app/settings.json') {
      return Response.json({
        signIn: { customers: { issuer, clientId: 'shop' }, staff: null },
        liveUrl: null,
      });
    }
    if (pathname === '/.well-known/openid-configuration') {
      return Response.json({ issuer, token_endpoint: `${issuer}/token` });
    }
    return pathname === '/token' ? token() : Response.json({ code: 'auth.missing' }, { status: 401 });
  });
  page = {
    ...(await import('../../../../web/common/session.ts')),
    ...(await import('../../../../web/common/calls.ts')),
  };
});

afterAll(() => {
  jest.restoreAllMocks();
  for (const name of stubbed) delete browser[name];
});

const call = () => page.resultOf(page.ownApi.GET('/me/contact'));

describe('a sign-in whose token has expired', () => {
  it('is kept if the identity provider does not respond', async () => {
    token = () => {
      throw new TypeError('Failed to fetch');
    };
    // Node's `navigator` does not say whether there is a connection, so the failure counts as `offline`.
    expect(await call()).toMatchObject({ ok: false, failure: { kind: 'offline' } });
    expect(page.person.value?.id).toBe('a');
    expect(storage).toHaveProperty([key]);
  });

  it('is forgotten in the whole tab if the identity provider refuses a new token', async () => {
    token = () => Response.json({ error: 'invalid_grant' }, { status: 400 });
    expect(await call()).toMatchObject({ ok: false, failure: { kind: 'signed-out' } });
    expect(page.person.value).toBeUndefined();
    expect(storage).not.toHaveProperty([key]);
  });
});
