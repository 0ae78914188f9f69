import type { PublicKey, SigningKey } from './token.ts';

/** A JSON Web Key Set (RFC 7517, section 5). */
export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** Shows the public keys that verify this issuer's tokens. */
export const getKeySet =
  ({ signingKey }: { readonly signingKey: () => Promise<SigningKey> }) =>
  async (): Promise<KeySet> => ({ keys: [(await signingKey()).publicKey] });
