import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import type { Claims, SigningKey } from '../token.ts';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Signs claims as a JWT with ES256 (RFC 7515, section 7.1, and RFC 7518, section 3.4). The JWT's header contains the
 * `kid` of the key.
 */
export const signClaims = async (claims: Claims, { publicKey, privateKey }: SigningKey): Promise<string> => {
  const { kid, alg } = publicKey;
  const key = createPrivateKey({ key: { ...publicKey, d: privateKey }, format: 'jwk' });
  const content = `${encoded({ alg, kid, typ: 'JWT' })}.${encoded(claims)}`;
  // ES256 uses SHA-256. A JWT needs the signature as two numbers, one after the other (IEEE P1363). Node's default
  // encoding is DER.
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
};

/** Creates an authorization code that nobody can guess: 256 random bits (RFC 6749, section 10.10). */
export const randomCode = (): string => randomBytes(32).toString('base64url');
