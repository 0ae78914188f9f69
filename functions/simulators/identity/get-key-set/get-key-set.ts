import type { PublicKey, SigningKey } from '../domain/signing-key.ts';

/** A JSON Web Key Set (RFC 7517, section 5). */
export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** The public keys by which anybody verifies this issuer's tokens. */
export const getKeySet =
  ({ signingKey }: { readonly signingKey: () => Promise<SigningKey> }) =>
  async (): Promise<KeySet> => ({ keys: [(await signingKey()).publicKey] });
