import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { Claims, SigningKey } from '../token.ts';

/** ECDSA with P-256 (RFC 7518, section 3.4). Creating a key takes a millisecond; creating an RSA key takes a second. */
const ALGORITHM = 'ES256';

/** Creates a key pair. Its `kid` is its thumbprint (RFC 7638). */
export const newSigningKey = async (): Promise<SigningKey> => {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const { kty = '', crv = '', x = '', y = '', d = '' } = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint({ kty, crv, x, y });
  return { publicKey: { kty, crv, x, y, kid, alg: ALGORITHM, use: 'sig' }, privateKey: d };
};

/** Signs claims as a JWT. The JWT's header contains the `kid` of the key. */
export const signClaims = async (claims: Claims, { publicKey, privateKey }: SigningKey): Promise<string> => {
  const { kid, alg } = publicKey;
  const key = await importJWK({ ...publicKey, d: privateKey }, ALGORITHM);
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(key);
};
