import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newIdentityKey } from '../../../../infra/identity-key.ts';
import { loopbackCertificate } from '../../../../scripts/emulator/certificate.ts';
import { bearerTokens } from '../../../../shared/http/authentication.ts';
import { signClaims } from '../../../../simulators/identity/adapters/node-crypto.ts';

const key = newIdentityKey();
const issuer = 'https://identity.test';
const trusted = getCACertificates('default');
const servers: Server[] = [];
const ports = { https: 0, http: 0 };

let requests: number;
let respond: (response: ServerResponse) => void;
const listener: RequestListener = (_request: IncomingMessage, response) => {
  requests += 1;
  respond(response);
};

beforeAll(async () => {
  const { certificate, privateKey } = await loopbackCertificate();
  setDefaultCACertificates([...trusted, certificate]);
  servers.push(createServer({ cert: certificate, key: privateKey }, listener), createHttpServer(listener));
  for (const server of servers) {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  }
  [ports.https, ports.http] = servers.map((server) => (server.address() as AddressInfo).port) as [
    number,
    number,
  ];
});
beforeEach(() => {
  requests = 0;
  respond = (response) => void response.end(JSON.stringify({ keys: [key.publicKey] }));
});
afterAll(() => {
  setDefaultCACertificates(trusted);
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Verifies a token whose issuer has its keys at an address with this scheme. */
const authenticate = async (scheme: 'https' | 'http') => {
  const jwksUrl = `${scheme}://127.0.0.1:${ports[scheme]}/keys`;
  process.env['AUTH_ISSUERS'] = JSON.stringify([
    { issuer, jwksUrl, audience: 'orderly', roles: ['customer'] },
  ]);
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: 'orderly', sub: 'alice', roles: [], jti: 'id-1', iat, exp: iat + 60 };
  return bearerTokens()(`Bearer ${await signClaims(claims, key)}`);
};

const unavailable = { kind: 'unavailable', code: 'auth.keys-unavailable' };

describe('the keys of an issuer', () => {
  it('are fetched over HTTPS', async () => {
    expect(await authenticate('https')).toMatchObject({ id: 'alice' });
    expect(requests).toBe(1);
  });

  it('are not fetched over HTTP, which anyone on the way could change', async () => {
    await expect(authenticate('http')).rejects.toMatchObject(unavailable);
    expect(requests).toBe(0);
  });

  it.each([
    ['another status', (response: ServerResponse) => void response.writeHead(404).end('{"keys":[]}')],
    ['no JSON', (response: ServerResponse) => void response.end('<html>')],
    ['no key set', (response: ServerResponse) => void response.end('{}')],
    ['no complete response', (response: ServerResponse) => void response.destroy()],
  ])('cannot be fetched while their server sends %s', async (_, answer) => {
    respond = answer;
    await expect(authenticate('https')).rejects.toMatchObject(unavailable);
    expect(requests).toBeGreaterThan(0);
  });
});
