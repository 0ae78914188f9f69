import type { SigningKey, SigningKeyStore } from '../../../simulators/identity/token.ts';

/** The issuer's key pair in memory, with the same condition as the table's write. */
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
