import type { PublicKey, SigningKeyStore } from './token.ts';

/** A JSON Web Key Set (RFC 7517, section 5). */
export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** Shows the public keys that verify this issuer's tokens. There is none before the first token. */
export const getKeySet =
  ({ signingKeys }: { readonly signingKeys: Pick<SigningKeyStore, 'load'> }) =>
  async (): Promise<KeySet> => {
    const key = await signingKeys.load();
    return { keys: key === undefined ? [] : [key.publicKey] };
  };
