import { createPrivateKey, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';

/** The content of the canary's secret, as `npm run canary` writes it. */
const Secret = z.object({
  /** The parameter `keyid` of the canary's signatures. */
  keyid: z.string().check(z.minLength(1)),
  /** An Ed25519 private key as PEM (PKCS #8). */
  privateKey: z.string().check(z.minLength(1)),
});

/** The key with which the canary signs. */
export interface CanaryKey {
  readonly keyid: string;
  readonly key: KeyObject;
}

/** Reads the key, or returns undefined if there is none. A new secret contains a random text, which is not JSON. */
const secretIn = (text: string): CanaryKey | undefined => {
  try {
    const { keyid, privateKey } = Secret.parse(JSON.parse(text));
    const key = createPrivateKey(privateKey);
    return key.asymmetricKeyType === 'ed25519' ? { keyid, key } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Reads the canary's key from the text of its secret.
 * @throws Error if there is no key. The error does not quote the secret.
 */
export const canaryKeyIn = (text: string): CanaryKey => {
  const key = secretIn(text);
  if (key === undefined) throw new Error('The canary has no key. Run: npm run canary');
  return key;
};
