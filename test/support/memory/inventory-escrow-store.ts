import { noEscrow, type EscrowStore } from '../../../functions/inventory/domain/escrow/escrow-store.ts';
import type { Manifest } from '../../../functions/inventory/domain/escrow/manifest.ts';
import type { MemoryReservationStore } from './inventory-reservation-store.ts';
import type { MemoryStockItem, MemoryStockStore } from './inventory-stock-store.ts';
import type { Copy } from './versioned-memory.ts';

/** Batches in memory, with a look inside for tests. */
export interface MemoryEscrowStore extends EscrowStore {
  readonly manifests: ReadonlyMap<string, Manifest>;
}

const stockOf = ({ available, open }: MemoryStockItem) => ({ available, open });

/**
 * The in-memory twin of `dynamoEscrowStore`, over the stock and the rows of the other stores; the same contract suite runs
 * on both. Each operation takes effect in the turn in which it is called.
 */
export const memoryEscrowStore = (
  stock: Pick<MemoryStockStore, 'items' | 'settle'>,
  reservations: Pick<MemoryReservationStore, 'rows' | 'raw'>,
  copy: Copy = structuredClone,
): MemoryEscrowStore => {
  const manifests = new Map<string, Manifest>();
  return {
    manifests,

    putManifest: async (manifest) => {
      if (manifests.has(manifest.batch)) return 'exists';
      manifests.set(manifest.batch, copy(manifest));
      return 'inserted';
    },

    loadManifest: async (batch) => {
      const manifest = manifests.get(batch);
      return manifest && copy(manifest);
    },

    open: async (productId, batch, units) => {
      const item = stock.items.get(productId);
      if (item === undefined) return { outcome: 'refused', stock: noEscrow };
      if (item.available < units || item.open.includes(batch)) {
        return { outcome: 'refused', stock: stockOf(item) };
      }
      return { outcome: 'updated', stock: stockOf(stock.settle(productId, -units, [...item.open, batch])) };
    },

    close: async (productId, batch, units) => {
      const item = stock.items.get(productId);
      if (item === undefined) return { outcome: 'refused', stock: noEscrow };
      if (!item.open.includes(batch)) return { outcome: 'refused', stock: stockOf(item) };
      const open = item.open.filter((one) => one !== batch);
      return { outcome: 'updated', stock: stockOf(stock.settle(productId, units, open)) };
    },

    stock: async (productId) => {
      const item = stock.items.get(productId);
      return item === undefined ? noEscrow : stockOf(item);
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
      await reservations.raw.insert(row.orderId, row, outbox);
      return { outcome: 'inserted' };
    },

    releaseRow: async ({ orderId, releasedAt, releasedBy }, outbox) => {
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
      await reservations.raw.save(orderId, released, before.version, outbox);
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
