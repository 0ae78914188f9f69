import type { Accounts, Erasure, ErasureStore } from '../../../functions/orders/domain/erasure.ts';
import { versionedMemory, type Copy, type MemoryRow, type OnWrite } from './versioned-memory.ts';

export interface MemoryErasureStore extends ErasureStore {
  readonly rows: ReadonlyMap<string, MemoryRow<Erasure>>;
}

/** The in-memory counterpart of `dynamoErasureStore`. Both pass the same contract test. */
export const memoryErasureStore = (onWrite?: OnWrite<Erasure>, copy?: Copy): MemoryErasureStore => {
  const items = versionedMemory<Erasure>(onWrite, copy);
  return {
    rows: items.rows,
    load: items.load,
    insert: (erasure, outbox, expiresAt) => items.insert(erasure.erasureId, erasure, outbox, expiresAt),
    save: (erasure, version, outbox, expiresAt) =>
      items.save(erasure.erasureId, erasure, version, outbox, expiresAt),
  };
};

/** Accounts in memory. `ids` contains the ids of the customers who have an account. */
export interface MemoryAccounts extends Accounts {
  readonly ids: Set<string>;
}

/** The in-memory counterpart of `cognitoAccounts`. Both pass the same contract test. */
export const memoryAccounts = (...customerIds: readonly string[]): MemoryAccounts => {
  const ids = new Set(customerIds);
  return { ids, remove: async (customerId) => void ids.delete(customerId) };
};
