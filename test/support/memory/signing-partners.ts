import type { Partner, SigningPartners } from '../../../shared/kernel/caller.ts';

/**
 * The in-memory counterpart of `signingPartners`. Tests can see which nonces were used and which partners were read.
 */
export interface MemorySigningPartners extends SigningPartners {
  /** For each used nonce, when its record expires. */
  readonly used: ReadonlyMap<string, number>;
  /** The ids of the partners that were read, in order. */
  readonly reads: readonly string[];
}

/** Creates the in-memory counterpart of `signingPartners`. Both pass the same contract test. */
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
