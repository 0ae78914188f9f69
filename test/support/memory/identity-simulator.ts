import type { SigningKey, SigningKeyStore } from '../../../simulators/identity/token.ts';

/** Keeps the issuer's key pair in memory. Like the table, it only accepts the first key pair. */
export const memorySigningKeys = (): SigningKeyStore => {
  let kept: SigningKey | undefined;
  return {
    load: async () => structuredClone(kept),
    insert: async (key) => {
      if (kept !== undefined) return false;
      kept = structuredClone(key);
      return true;
    },
  };
};
