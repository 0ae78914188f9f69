import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/console/paths.ts';
import { freePort } from '../../scripts/emulator/free-port.ts';
import { simulators } from '../support/callers.ts';
import { testEnvironment } from '../support/environment.ts';

/** A client that waits for the browser on a loopback address. */
export interface Client {
  readonly redirectUri: string;
  readonly verifier: string;
  /** The address of the sign-in page. `changes` replace parameters of the request. */
  readonly page: (changes?: Readonly<Record<string, string>>) => string;
  /** The query parameters with which the browser returns to the client. */
  readonly returned: () => Promise<Readonly<Record<string, string>>>;
  readonly close: () => void;
}

/**
 * Starts a client.
 * @param host the name of the loopback interface in the redirect URI.
 */
export const startClient = async (host = '127.0.0.1'): Promise<Client> => {
  const server = createServer();
  const visit = new Promise<string>((resolve) => {
    server.on('request', ({ url = '' }, response) => {
      response.setHeader('content-type', 'text/html').end('<title>The client</title>Back at the client');
      if (url.startsWith('/back')) resolve(url);
    });
  });
  await once(server.listen(0, host === '[::1]' ? '::1' : '127.0.0.1'), 'listening');
  const redirectUri = `http://${host}:${(server.address() as AddressInfo).port}/back`;
  const verifier = randomBytes(32).toString('base64url');
  const parameters = {
    client_id: 'test-shop',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'state-1',
  };
  return {
    redirectUri,
    verifier,
    page: (changes = {}) =>
      simulators(`/identity/authorize?${new URLSearchParams({ ...parameters, ...changes })}`),
    returned: async () => Object.fromEntries(new URL(await visit, redirectUri).searchParams),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

/** Sends a form to the token endpoint, as a client does. */
export const exchange = async (
  { redirectUri, verifier }: Client,
  changes: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> => {
  const answer = await fetch(simulators('/identity/token'), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'test-shop',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...changes,
    }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** A running `npm run token -- --stage local`. */
export interface TokenCommand {
  /** The address of the sign-in page. Resolves as soon as the command has printed the address. */
  readonly page: Promise<string>;
  readonly ended: Promise<{ readonly code: number; readonly output: string; readonly errors: string }>;
}

/** Starts the command that signs in by the browser, for the tests' stack. */
export const startTokenCommand = async (...options: readonly string[]): Promise<TokenCommand> => {
  const args = ['token', '--stage', 'local', '--no-browser', '--port', String(await freePort()), ...options];
  const child = spawn(process.execPath, [join(projectRoot, 'scripts', 'run.mjs'), ...args], {
    cwd: projectRoot,
    env: { ...process.env, ORDERLY_STACK_FILE: testEnvironment('ORDERLY_TEST_STACK') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  const page = new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (text: Buffer) => {
      errors += text.toString();
      const address = /^ {2}(http\S+)$/m.exec(errors)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('close', () => reject(new Error(`The command ended: ${errors}`)));
  });
  // Prevents an unhandled rejection in a test that only waits for `ended`.
  page.catch(() => undefined);
  const ended = once(child, 'close').then(([code]) => ({ code: Number(code), output, errors }));
  return { page, ended };
};

/** Expects that axe finds no violations on the page: neither of WCAG 2.2 at level AA nor of best practices. */
export const expectAccessible = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};
