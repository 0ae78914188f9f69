import type { Accounts, Erasure } from '../../../functions/orders/domain/erasure.ts';
import { versionedMemory, type Copy, type OnWrite, type VersionedMemory } from './versioned-memory.ts';

export type MemoryErasureStore = VersionedMemory<Erasure>;

/** The in-memory counterpart of `dynamoErasureStore`. Both pass the same contract test. */
export const memoryErasureStore = (onWrite?: OnWrite<Erasure>, copy?: Copy): MemoryErasureStore =>
  versionedMemory<Erasure>(({ erasureId }) => erasureId, onWrite, copy);

/** Accounts in memory. `ids` contains the ids of the customers who have an account. */
export interface MemoryAccounts extends Accounts {
  readonly ids: Set<string>;
}

/** The in-memory counterpart of `cognitoAccounts`. Both pass the same contract test. */
export const memoryAccounts = (...customerIds: readonly string[]): MemoryAccounts => {
  const ids = new Set(customerIds);
  return { ids, remove: async (customerId) => void ids.delete(customerId) };
};
