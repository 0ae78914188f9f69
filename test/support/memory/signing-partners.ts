import type { Partner, SigningPartners } from '../../../shared/kernel/caller.ts';

/** The in-memory twin of `signingPartners`, with the nonces that were used, and the partners that were read. */
export interface MemorySigningPartners extends SigningPartners {
  /** The expiry of each record, by the nonce. */
  readonly used: ReadonlyMap<string, number>;
  /** The partner of each read. */
  readonly reads: readonly string[];
}

/** Both pass the same contract test. */
export const memorySigningPartners = (...partners: readonly Partner[]): MemorySigningPartners => {
  const used = new Map<string, number>();
  const reads: string[] = [];
  return {
    used,
    reads,
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
};
