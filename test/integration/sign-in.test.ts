import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../scripts/emulator/free-port.ts';
import { signInByBrowser } from '../../scripts/sign-in/browser-sign-in.ts';
import { api, simulators } from '../support/callers.ts';
import { request } from '../support/http.ts';

/** Does what the browser does on the sign-in page: sends the form, and follows the redirect to the client. */
const chooseAlice = async (address: string): Promise<void> => {
  const chosen = await fetch(address, {
    method: 'POST',
    body: new URLSearchParams({ as: 'alice' }),
    redirect: 'manual',
  });
  expect(chosen.status).toBe(303);
  await fetch(chosen.headers.get('location') ?? '');
};

describe('the identity simulator', () => {
  it('issues a token for a code that it has stored, and the API accepts the token', async () => {
    const token = await signInByBrowser({
      issuer: simulators('/identity'),
      clientId: 'test-shop',
      port: await freePort(),
      show: chooseAlice,
      timeoutMs: 30_000,
    });
    expect((await request('GET', api('/me/contact'), { token })).status).toBe(200);
  });
});
