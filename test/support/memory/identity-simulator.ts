import type { CodeStore, IssuedCode } from '../../../simulators/identity/authorization-code.ts';
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

/** Keeps authorization codes in memory. Like the table, it gives each code to only one caller. */
export const memoryCodes = (): CodeStore => {
  const kept = new Map<string, IssuedCode>();
  return {
    insert: async (code) => {
      kept.set(code.code, structuredClone(code));
    },
    take: async (code) => {
      const issued = kept.get(code);
      kept.delete(code);
      return issued;
    },
  };
};
