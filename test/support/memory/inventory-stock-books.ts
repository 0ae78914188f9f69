import type { StockBooks } from '../../../functions/inventory/domain/stock-check.ts';
import type { MemoryReservationStore } from './inventory-reservation-store.ts';
import type { MemoryStockStore } from './inventory-stock-store.ts';

/** The in-memory counterpart of `dynamoStockBooks`. Both pass the same contract test. */
export const memoryStockBooks = (
  stock: Pick<MemoryStockStore, 'items'>,
  reservations: Pick<MemoryReservationStore, 'rows'>,
  itemsPerScan = 2000,
): StockBooks => ({
  record: async (productId) => {
    const { available = 0, received = 0, version = 0, open = [] } = stock.items.get(productId) ?? {};
    return { available, received, version, openBatches: open.length };
  },
  reservations: async (after = '') => {
    const keys = [...reservations.rows.keys()].toSorted().filter((key) => key > after);
    const read = keys.slice(0, itemsPerScan);
    const last = read.at(-1);
    return {
      items: read.flatMap((key) => structuredClone(reservations.rows.get(key)?.state) ?? []),
      recordsRead: read.length,
      ...(keys.length > read.length && last !== undefined ? { next: last } : {}),
    };
  },
});
