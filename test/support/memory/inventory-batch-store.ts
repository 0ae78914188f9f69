import { emptySnapshot, type BatchStore } from '../../../functions/inventory/group-commit/batch-store.ts';
import type { BatchIntent } from '../../../functions/inventory/group-commit/batch-intent.ts';
import type { MemoryReservationStore } from './inventory-reservation-store.ts';
import type { MemoryStockItem, MemoryStockStore } from './inventory-stock-store.ts';
import type { Copy } from './versioned-memory.ts';

export interface MemoryBatchStore extends BatchStore {
  readonly intents: ReadonlyMap<string, BatchIntent>;
}

const stockOf = ({ available, open }: MemoryStockItem) => ({ available, open });

/**
 * The in-memory counterpart of `dynamoBatchStore`. Both pass the same contract test. This store uses the items of the
 * stock and reservation stores in memory. Each operation takes effect in the turn of the event loop in which it is
 * called.
 */
export const memoryBatchStore = (
  stock: Pick<MemoryStockStore, 'items' | 'settle'>,
  reservations: Pick<MemoryReservationStore, 'rows' | 'raw'>,
  copy: Copy = structuredClone,
): MemoryBatchStore => {
  const intents = new Map<string, BatchIntent>();
  return {
    intents,

    putIntent: async (intent) => {
      if (intents.has(intent.batch)) return 'exists';
      intents.set(intent.batch, copy(intent));
      return 'inserted';
    },

    loadIntent: async (batch) => {
      const intent = intents.get(batch);
      return intent && copy(intent);
    },

    open: async (productId, batch, units) => {
      const item = stock.items.get(productId);
      if (item === undefined) return { outcome: 'refused', stock: emptySnapshot };
      if (item.available < units || item.open.includes(batch)) {
        return { outcome: 'refused', stock: stockOf(item) };
      }
      return { outcome: 'updated', stock: stockOf(stock.settle(productId, -units, [...item.open, batch])) };
    },

    close: async (productId, batch, units) => {
      const item = stock.items.get(productId);
      if (item === undefined) return { outcome: 'refused', stock: emptySnapshot };
      if (!item.open.includes(batch)) return { outcome: 'refused', stock: stockOf(item) };
      const open = item.open.filter((one) => one !== batch);
      return { outcome: 'updated', stock: stockOf(stock.settle(productId, units, open)) };
    },

    stock: async (productId) => {
      const item = stock.items.get(productId);
      return item === undefined ? emptySnapshot : stockOf(item);
    },

    stocks: async (productIds) =>
      new Map(
        productIds.flatMap((id) => {
          const item = stock.items.get(id);
          return item === undefined ? [] : [[id, stockOf(item)] as const];
        }),
      ),

    insertRow: async (row, outbox) => {
      const before = reservations.rows.get(row.orderId);
      if (before !== undefined) return { outcome: 'exists', row: copy(before.state) };
      await reservations.raw.insert(row, outbox);
      return { outcome: 'inserted' };
    },

    releaseRow: async ({ orderId, releasedAt, releasedBy }) => {
      const before = reservations.rows.get(orderId);
      const row = before?.state;
      if (before === undefined || (row?.status !== 'RESERVED' && row?.status !== 'COMMITTED')) {
        return { outcome: 'unchanged', row: row && copy(row) };
      }
      const { requestedAt: _asked, decidedAt: _decided, ...kept } = row;
      const released = {
        ...kept,
        status: 'RELEASED' as const,
        releasedAt,
        ...(releasedBy && { releasedBy }),
      };
      await reservations.raw.save(released, before.version, undefined);
      return { outcome: 'released' };
    },

    rows: async (orderIds) =>
      new Map(
        orderIds.flatMap((id) => {
          const row = reservations.rows.get(id);
          return row === undefined ? [] : [[id, copy(row.state)] as const];
        }),
      ),
  };
};
