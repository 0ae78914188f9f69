import type { Reservation, ReservationStore } from '../../../functions/inventory/domain/reservation.ts';
import type { StockLine } from '../../../functions/inventory/domain/stock.ts';
import type { Shortage } from '../../../shared/events/fields.ts';
import type { MemoryStockStore } from './inventory-stock-store.ts';
import { versionedMemory, type Copy, type MemoryRow, type OnWrite } from './versioned-memory.ts';

export interface MemoryReservationStore extends ReservationStore {
  readonly rows: ReadonlyMap<string, MemoryRow<Reservation>>;
  /** Access to the stored items for the batch store in memory, because both stores share a table. */
  readonly raw: ReturnType<typeof versionedMemory<Reservation>>;
}

/** The lines that ask for more units than are available. If the list is empty, all lines can be reserved. */
export const shortagesOf = (
  lines: readonly StockLine[],
  availableOf: (productId: string) => number,
): readonly Shortage[] =>
  lines.flatMap(({ productId, quantity }) => {
    const available = availableOf(productId);
    return available < quantity ? [{ productId, requested: quantity, available }] : [];
  });

/**
 * The in-memory counterpart of `dynamoReservationStore`. Both pass the same contract test. A transaction checks and
 * writes in one turn of the event loop, so it is atomic.
 */
export const memoryReservationStore = (
  stock: Pick<MemoryStockStore, 'add' | 'availableOf' | 'items'>,
  onWrite?: OnWrite<Reservation>,
  copy: Copy = structuredClone,
): MemoryReservationStore => {
  const items = versionedMemory<Reservation>(({ orderId }) => orderId, onWrite, copy);
  return {
    rows: items.rows,
    raw: items,
    load: items.load,

    reserve: async (reservation, outbox) => {
      if (items.rows.has(reservation.orderId)) return { outcome: 'exists' };
      const shortages = shortagesOf(reservation.lines, stock.availableOf);
      if (shortages.length > 0) {
        const openOf = (productId: string) => stock.items.get(productId)?.open ?? [];
        const certain = shortages.filter(({ productId }) => openOf(productId).length === 0);
        if (certain.length > 0) return { outcome: 'short', shortages: certain };
        return { outcome: 'unsettled', open: shortages.flatMap(({ productId }) => openOf(productId)) };
      }
      for (const { productId, quantity } of reservation.lines) stock.add(productId, -quantity);
      await items.insert(reservation, outbox);
      return { outcome: 'reserved' };
    },

    commit: async (orderId) => {
      const row = items.rows.get(orderId);
      if (row?.state.status !== 'RESERVED') return { outcome: 'unchanged', row: row && copy(row.state) };
      await items.save({ ...row.state, status: 'COMMITTED' }, row.version, undefined);
      return { outcome: 'committed' };
    },

    insert: (reservation, outbox) => items.insert(reservation, outbox),
    save: (reservation, version, outbox) => items.save(reservation, version, outbox),

    release: async (reservation, version, outbox) => {
      if (items.rows.get(reservation.orderId)?.version !== version) return 'conflict';
      for (const { productId, quantity } of reservation.lines) stock.add(productId, quantity);
      return items.save(reservation, version, outbox);
    },
  };
};
