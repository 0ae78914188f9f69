import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { roles } from '../../shared/kernel/caller.ts';

/** Issues tokens that the functions of this process accept. */
export interface TokenIssuer {
  /** The value of an `Authorization` header. */
  bearer(subject: string, ...roles: readonly string[]): Promise<string>;
}

const ISSUER = 'https://identity.test';
const AUDIENCE = 'orderly';

/** Configures the HTTP handler to accept this issuer's key. Call it before importing a Lambda. */
export const createTokenIssuer = async (): Promise<TokenIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }];
  process.env['AUTH_ISSUERS'] = JSON.stringify([{ issuer: ISSUER, keys, audience: AUDIENCE, roles }]);
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
  };
};
