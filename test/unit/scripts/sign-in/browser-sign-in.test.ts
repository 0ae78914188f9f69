import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../../../../scripts/emulator/free-port.ts';
import { signInByBrowser } from '../../../../scripts/sign-in/browser-sign-in.ts';
import { discoveryOf } from '../../../../simulators/identity/metadata.ts';

let provider: Server;
let issuer: string;
let port: number;

beforeEach(async () => {
  provider = createServer((request, response) => {
    const isDiscovery = request.url?.endsWith('/.well-known/openid-configuration') === true;
    response.writeHead(isDiscovery ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isDiscovery ? discoveryOf(issuer) : { error: 'invalid_grant' }));
  });
  await once(provider.listen(0, '127.0.0.1'), 'listening');
  issuer = `http://localhost:${(provider.address() as AddressInfo).port}`;
  port = await freePort();
});
afterEach(() => {
  provider.close();
  provider.closeAllConnections();
});

/** Signs in. `visit` acts as the browser: it gets the address of the provider's page, and may call `comeBack`. */
const signIn = (visit: (page: URL) => Promise<void>, timeoutMs = 10_000) =>
  signInByBrowser({
    issuer,
    clientId: 'cli',
    port,
    timeoutMs,
    show: (page) => void visit(new URL(page)).catch(() => undefined),
  });

/** Calls the command's callback address with these parameters, as the browser does after the provider's page. */
const comeBack = async (page: URL, parameters: Readonly<Record<string, string>>) => {
  const state = page.searchParams.get('state') ?? '';
  const query = new URLSearchParams({ state, iss: issuer, ...parameters });
  return fetch(`http://localhost:${port}/callback?${query}`);
};

describe('signing in by the browser', () => {
  test('shows a page with a challenge, and a loopback address to return to', async () => {
    let shown: URL | undefined;
    const ended = signIn(async (page) => {
      shown = page;
      await comeBack(page, { error: 'access_denied' });
    });

    await expect(ended).rejects.toThrow('cancelled or denied in the browser');
    expect(Object.fromEntries(shown?.searchParams ?? [])).toMatchObject({
      client_id: 'cli',
      redirect_uri: `http://localhost:${port}/callback`,
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
    });
  });

  test.each([
    [{ error: 'invalid_scope' }, 'refused: invalid_scope'],
    [{ code: 'used' }, 'issued no token: invalid_grant'],
    [{ code: 'c', state: 'of-another' }, 'does not belong to this sign-in'],
    [{ code: 'c', iss: 'https://another.example' }, 'does not belong to this sign-in'],
  ])('fails if the browser returns with %j', async (parameters, message) => {
    let answered: Promise<Response> | undefined;
    const ended = signIn(async (page) => {
      answered = comeBack(page, parameters);
      await answered;
    });

    await expect(ended).rejects.toThrow(message);
    const answer = await answered;
    expect(answer?.status).toBe(400);
    expect(await answer?.text()).toContain('Not signed in');
  });

  test('waits on through requests to other paths', async () => {
    const statuses: number[] = [];
    const ended = signIn(async (page) => {
      statuses.push((await fetch(`http://127.0.0.1:${port}/favicon.ico`)).status);
      statuses.push((await fetch(`http://127.0.0.1:${port}/callback`, { method: 'POST' })).status);
      await comeBack(page, { error: 'access_denied' });
    });

    await expect(ended).rejects.toThrow('cancelled');
    expect(statuses).toEqual([404, 404]);
  });

  test('ends if nobody returns in time, and frees the port', async () => {
    await expect(signIn(async () => {}, 20)).rejects.toThrow('Nobody signed in');
    await expect(signIn(async () => {}, 20)).rejects.toThrow('Nobody signed in');
  });

  test('names a port that is taken, and how to choose another', async () => {
    const other = createServer();
    await once(other.listen(port, '127.0.0.1'), 'listening');

    await expect(signIn(async () => {})).rejects.toThrow(
      new RegExp(`^Port ${port} is taken .*choose another port with --port`, 's'),
    );
    other.close();
  });

  test('says what to do if the provider does not answer', async () => {
    provider.close();

    await expect(signIn(async () => {})).rejects.toThrow(/does not answer.*npm start/s);
  });
});
