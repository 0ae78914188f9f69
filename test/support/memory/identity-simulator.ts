import type { CodeStore, IssuedCode } from '../../../simulators/identity/authorization-code.ts';

/** Keeps authorization codes in memory. Like the table in DynamoDB, it gives each code to only one caller. */
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
