import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../scripts/emulator/free-port.ts';
import { signInByBrowser } from '../../scripts/sign-in/browser-sign-in.ts';
import { api, simulators } from '../support/callers.ts';
import { request } from '../support/http.ts';

describe('the identity simulator', () => {
  it('issues a token for a code that it has stored, and the API accepts the token', async () => {
    let returned: Promise<Response> | undefined;
    const token = await signInByBrowser({
      issuer: simulators('/identity'),
      clientId: 'test-shop',
      port: await freePort(),
      // Does what the browser does: sends the form of the page, and follows the redirect to the client.
      show: async (address) => {
        const body = new URLSearchParams({ as: 'alice' });
        const chosen = await fetch(address, { method: 'POST', body, redirect: 'manual' });
        expect(chosen.status).toBe(303);
        // The client sends this response only after it has the token, so the test does not wait for the response here.
        returned = fetch(chosen.headers.get('location') ?? '');
      },
      timeoutMs: 30_000,
    });
    expect((await returned)?.status).toBe(200);
    expect((await request('GET', api('/me/contact'), { token })).status).toBe(200);
  });
});
