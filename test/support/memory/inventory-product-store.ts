import type { Product, ProductStore } from '../../../functions/inventory/domain/product.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import { versionedMemory, type Copy, type OnWrite, type VersionedMemory } from './versioned-memory.ts';

export type MemoryProductStore = ProductStore & VersionedMemory<Product>;

/** The in-memory counterpart of `dynamoProductStore`. Both pass the same contract test. */
export const memoryProductStore = (onWrite?: OnWrite<Product>, copy?: Copy): MemoryProductStore => {
  const items = versionedMemory<Product>(({ productId }) => productId, onWrite, copy);
  const idsOf = async (active: boolean, { limit, after }: PageRequest): Promise<Page<string>> => {
    const ids = [...items.rows.values()]
      .filter(({ state }) => state.active === active)
      .map(({ state }) => state.productId)
      .toSorted()
      .filter((id) => after === undefined || id > after);
    const page = ids.slice(0, limit);
    const last = page.at(-1);
    // As in a DynamoDB query, a full page has a next page, which may be empty.
    return {
      items: page,
      ...(last !== undefined && page.length === limit ? { next: last } : {}),
    };
  };
  return {
    ...items,

    activeIds: (page) => idsOf(true, page),
    inactiveIds: (page) => idsOf(false, page),

    loadMany: async (productIds) =>
      productIds.flatMap((productId) => {
        const row = items.rows.get(productId);
        return row === undefined ? [] : [structuredClone(row.state)];
      }),
  };
};
