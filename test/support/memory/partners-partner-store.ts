import type { PartnerStore } from '../../../functions/partners/domain/partner.ts';
import type { InsertOutcome, SaveOutcome } from '../../../shared/kernel/aggregate.ts';
import type { Partner } from '../../../shared/kernel/caller.ts';
import { versionedMemory } from './versioned-memory.ts';

/** The in-memory counterpart of `dynamoPartnerStore`. Both pass the same contract test. */
export const memoryPartnerStore = (): PartnerStore => {
  const items = versionedMemory<Partner>(({ partnerId }) => partnerId);
  const publicKeys = new Set<string>();
  /**
   * Writes the partner, unless the public key in `keys[newKey]` is already registered. If the partner was
   * created or changed after the caller read it, the result is `exists` or `conflict`, as in DynamoDB. This holds even
   * if the public key is registered.
   */
  const reserving = async <Outcome extends InsertOutcome | SaveOutcome>(
    { partnerId, keys }: Partner,
    newKey: string | undefined,
    version: number | undefined,
    write: () => Promise<Outcome>,
  ): Promise<Outcome | 'public-key-taken'> => {
    const publicKey = newKey === undefined ? undefined : keys[newKey]?.publicKey;
    if (publicKey === undefined || items.rows.get(partnerId)?.version !== version) return write();
    if (publicKeys.has(publicKey)) return 'public-key-taken';
    publicKeys.add(publicKey);
    return write();
  };
  return {
    load: items.load,
    insert: (partner, newKey) =>
      reserving(partner, newKey, undefined, () => items.insert(partner, undefined)),
    save: (partner, version, newKey) =>
      reserving(partner, newKey, version, () => items.save(partner, version, undefined)),

    ids: async ({ limit, after }) => {
      const all = [...items.rows.keys()].toSorted().filter((id) => after === undefined || id > after);
      const page = all.slice(0, limit);
      const last = page.at(-1);
      // As in a DynamoDB query, a full page has a next page, which may be empty.
      return { items: page, ...(last !== undefined && page.length === limit ? { next: last } : {}) };
    },

    loadMany: async (partnerIds) =>
      partnerIds.flatMap((partnerId) => {
        const row = items.rows.get(partnerId);
        return row === undefined ? [] : [structuredClone(row.state)];
      }),
  };
};
