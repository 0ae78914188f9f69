import type { BatchIntent } from '../../functions/inventory/group-commit/batch-intent.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { Mutant, Stores } from './mutant.ts';

const stockOf = ({ stock }: Stores, productId: string) => {
  const { available, open } = stock.items.get(productId)!;
  return { available, open };
};

/** All mutants. Each is a mistake that someone could make when changing the algorithm. */
export const mutants: readonly Mutant[] = [
  {
    name: 'no guard on close',
    below: (stores) => ({
      batches: {
        ...stores.batches,
        close: async (productId, batch, units) => {
          const open = stockOf(stores, productId).open.filter((one) => one !== batch);
          stores.stock.settle(productId, units, open);
          return { outcome: 'updated', stock: stockOf(stores, productId) };
        },
      },
    }),
  },
  {
    name: 'surplus credited twice',
    above: ({ batches }) => ({
      batches: { ...batches, close: (productId, batch, units) => batches.close(productId, batch, 2 * units) },
    }),
  },
  {
    name: 'commit resent after a lost answer',
    above: ({ batches }) => ({
      batches: {
        ...batches,
        open: async (...args) => {
          try {
            return await batches.open(...args);
          } catch {
            return batches.open(...args);
          }
        },
      },
    }),
  },
  {
    name: 'rejection while batches are open',
    above: ({ batches }) => ({
      batches: {
        ...batches,
        open: async (productId, batch, units) => {
          const opened = await batches.open(productId, batch, units);
          if (opened === 'contended') return opened;
          const { available, open } = opened.stock;
          return { ...opened, stock: { available, open: open.filter((one) => one === batch) } };
        },
      },
    }),
  },
  {
    name: 'rejection of several products while batches are open',
    below: ({ reservations, stock }) => ({
      reservations: {
        ...reservations,
        reserve: async (row, outbox) => {
          const reserved = await reservations.reserve(row, outbox);
          if (reserved === 'contended' || reserved.outcome !== 'unsettled') return reserved;
          const shortages = row.lines.map(({ productId, quantity }) => ({
            productId,
            requested: quantity,
            available: stock.availableOf(productId),
          }));
          return {
            outcome: 'short',
            shortages: shortages.filter(({ requested, available }) => available < requested),
          };
        },
      },
    }),
  },
  {
    name: '`batch` overwritten on release',
    below: ({ batches, reservations }) => ({
      batches: {
        ...batches,
        releaseRow: async (row) => {
          const before = reservations.rows.get(row.orderId);
          if (before === undefined || !holdsStock(before.state)) return batches.releaseRow(row);
          const overwritten = row.releasedBy === undefined ? row : { ...row, batch: row.releasedBy };
          await reservations.raw.save(overwritten, before.version, undefined);
          return { outcome: 'released' };
        },
      },
    }),
  },
  {
    name: 'no tombstone',
    below: ({ reservations }) => ({
      reservations: {
        ...reservations,
        insert: async (row, outbox) =>
          row.status === 'RELEASED' ? 'inserted' : reservations.insert(row, outbox),
      },
    }),
  },
  {
    name: 'tombstone with quantity',
    below: ({ batches, reservations, stock, plan }) => ({
      reservations: {
        ...reservations,
        insert: async (row, outbox) => {
          const inserted = await reservations.insert(row, outbox);
          const order = plan.orders.find(({ orderId }) => orderId === row.orderId);
          if (row.status !== 'RELEASED' || inserted !== 'inserted' || order === undefined) return inserted;
          for (const { productId, quantity } of order.lines) stock.add(productId, quantity);
          return inserted;
        },
      },
      batches,
    }),
  },
  {
    name: 'prefix fit from a stale snapshot',
    below: (stores) => {
      const seen = new Map<string, number>();
      const { batches, stock } = stores;
      return {
        batches: {
          ...batches,
          // Takes units that an earlier read of the stock showed, without checking that they are still available.
          open: async (productId, batch, units) => {
            const known = seen.get(productId);
            const item = stock.items.get(productId)!;
            if (known === undefined || known < units || item.open.includes(batch)) {
              const opened = await batches.open(productId, batch, units);
              if (opened !== 'contended') seen.set(productId, opened.stock.available);
              return opened;
            }
            seen.delete(productId);
            stock.settle(productId, -units, [...item.open, batch]);
            return { outcome: 'updated', stock: stockOf(stores, productId) };
          },
        },
      };
    },
  },
  {
    name: 'intent after commit',
    above: ({ batches }) => {
      const held = new Map<string, BatchIntent>();
      return {
        batches: {
          ...batches,
          putIntent: async (intent) => {
            held.set(intent.batch, intent);
            return 'inserted';
          },
          open: async (productId, batch, units) => {
            const opened = await batches.open(productId, batch, units);
            const intent = held.get(batch);
            if (opened !== 'contended' && intent !== undefined) await batches.putIntent(intent);
            return opened;
          },
        },
      };
    },
  },
  {
    name: 'finishing a batch skips an existing row',
    above: ({ batches }) => ({
      batches: {
        ...batches,
        insertRow: async (row, outbox) => {
          const inserted = await batches.insertRow(row, outbox);
          return inserted === 'contended' ? inserted : { outcome: 'inserted' };
        },
      },
    }),
  },
  {
    name: 'group with the same order twice',
    above: ({ batches }) => ({
      batches: {
        ...batches,
        putIntent: (intent) => batches.putIntent({ ...intent, lines: twice(intent.lines) }),
        open: async (productId, batch, units) => {
          const intent = await batches.loadIntent(batch);
          const [first] = intent?.kind === 'reserve' ? intent.lines : [];
          return batches.open(productId, batch, units + (first?.quantity ?? 0));
        },
      },
    }),
  },
  {
    name: 'release credited whoever released',
    above: ({ batches }) => ({
      batches: {
        ...batches,
        releaseRow: async (row) => {
          const released = await batches.releaseRow(row);
          return released === 'contended' ? released : { outcome: 'released' };
        },
      },
    }),
  },
  {
    name: 'close before the rows are written',
    above: ({ batches }) => ({
      batches: {
        ...batches,
        insertRow: async (row, outbox) => {
          const productId = row.lines[0]?.productId ?? '';
          if (row.batch !== undefined) await batches.close(productId, row.batch, 0);
          return batches.insertRow(row, outbox);
        },
      },
    }),
  },
  {
    name: 'undecided order refused',
    above: ({ reservations }) => ({
      requeue: async (orderId) => {
        const row = { orderId, lines: [], requestedAt: '', decidedAt: '', status: 'REJECTED' as const };
        await reservations.insert(
          { ...row, shortages: [{ productId: 'a', requested: 1, available: 0 }] },
          undefined,
        );
      },
    }),
  },
  { name: 'undecided order forgotten', above: () => ({ requeue: async () => undefined }) },
  {
    name: 'transaction without a look at the row',
    below: ({ reservations, stock }) => ({
      reservations: {
        ...reservations,
        reserve: async (row, outbox) => {
          const reserved = await reservations.reserve(row, outbox);
          if (reserved === 'contended' || reserved.outcome !== 'exists') return reserved;
          for (const { productId, quantity } of row.lines) stock.add(productId, -quantity);
          return { outcome: 'reserved' };
        },
      },
    }),
  },
];

const holdsStock = ({ status }: Reservation): boolean => status === 'RESERVED' || status === 'COMMITTED';

const twice = (lines: BatchIntent['lines']): BatchIntent['lines'] => [...lines, ...lines.slice(0, 1)];
