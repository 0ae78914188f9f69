import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { roles } from '../../shared/kernel/caller.ts';

/** Issues tokens that the functions of this process accept. */
export interface TokenIssuer {
  /** The value of an `Authorization` header. */
  bearer(subject: string, ...roles: readonly string[]): Promise<string>;
  /** The value of an `Authorization` header with a token whose claims differ from those of a valid token. */
  bearerWith(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

const ISSUER = 'https://identity.test';
const AUDIENCE = 'orderly';

/** Creates an issuer, and makes handlers accept its tokens. Call it before importing a handler. */
export const createTokenIssuer = async (): Promise<TokenIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }];
  process.env['AUTH_ISSUERS'] = JSON.stringify([{ issuer: ISSUER, keys, audience: AUDIENCE, roles }]);
  const bearerWith = async (claims: Readonly<Record<string, unknown>>): Promise<string> => {
    const exp = Math.floor(Date.now() / 1000) + 3_600;
    const token = new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp, ...claims });
    return `Bearer ${await token.setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(privateKey)}`;
  };
  return { bearer: (sub, ...given) => bearerWith({ sub, roles: given }), bearerWith };
};
