import type { PublicKey } from '../../shared/http/issuers.ts';

/** A JSON Web Key Set (RFC 7517, section 5). */
export interface KeySet {
  readonly keys: readonly PublicKey[];
}

/** The key set with which clients verify this issuer's tokens. */
export const keySetOf = (publicKey: PublicKey): KeySet => ({ keys: [publicKey] });
