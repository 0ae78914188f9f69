import type { Partner, SigningPartners } from '../../../shared/kernel/caller.ts';

/** Partners in memory, and the nonces that were used, with their expiries. `reads` counts the calls. */
export const memorySigningPartners = (...partners: readonly Partner[]) => {
  const used = new Map<string, number>();
  const reads: string[] = [];
  const signing: SigningPartners = {
    load: async (partnerId) => {
      reads.push(partnerId);
      const state = partners.find((one) => one.partnerId === partnerId);
      return state === undefined ? undefined : { state };
    },
    useNonce: async (nonce, expiresAt) => {
      if (used.has(nonce)) return false;
      used.set(nonce, expiresAt);
      return true;
    },
  };
  return { ...signing, used, reads };
};
