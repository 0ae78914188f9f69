import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { roles } from '../../shared/kernel/caller.ts';

/** Issues tokens that the functions of this process accept. */
export interface TokenIssuer {
  /** The value of an `Authorization` header. */
  bearer(subject: string, ...roles: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

const ISSUER = 'https://identity.test';
const AUDIENCE = 'orderly';

/**
 * Serves a key set on the loopback interface and configures the HTTP handler to use it. Call it before importing a
 * Lambda.
 */
export const startTokenIssuer = async (): Promise<TokenIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }];
  const server = createServer((_, response) => void response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const jwksUrl = `http://127.0.0.1:${port}/jwks.json`;
  process.env['AUTH_ISSUERS'] = JSON.stringify([{ issuer: ISSUER, jwksUrl, audience: AUDIENCE, roles }]);
  return {
    bearer: async (subject, ...given) => {
      const token = new SignJWT({ roles: given })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(subject)
        .setExpirationTime('1h');
      return `Bearer ${await token.sign(privateKey)}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
