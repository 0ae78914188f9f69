import type { Manifest } from '../../functions/inventory/domain/escrow/manifest.ts';
import type { Reservation } from '../../functions/inventory/domain/reservation.ts';
import type { Mutant, Stores } from './mutant.ts';

const stockOf = ({ stock }: Stores, productId: string) => {
  const { available, open } = stock.items.get(productId)!;
  return { available, open };
};

/** All mutants. Each is a mistake that somebody could make while changing this code. */
export const mutants: readonly Mutant[] = [
  {
    name: 'no guard on close',
    below: (stores) => ({
      escrow: {
        ...stores.escrow,
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
    above: ({ escrow }) => ({
      escrow: { ...escrow, close: (productId, batch, units) => escrow.close(productId, batch, 2 * units) },
    }),
  },
  {
    name: 'commit resent after a lost answer',
    above: ({ escrow }) => ({
      escrow: {
        ...escrow,
        open: async (...args) => {
          try {
            return await escrow.open(...args);
          } catch {
            return escrow.open(...args);
          }
        },
      },
    }),
  },
  {
    name: 'rejection while batches are open',
    above: ({ escrow }) => ({
      escrow: {
        ...escrow,
        open: async (productId, batch, units) => {
          const opened = await escrow.open(productId, batch, units);
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
    below: ({ escrow, reservations }) => ({
      escrow: {
        ...escrow,
        releaseRow: async (row, outbox) => {
          const before = reservations.rows.get(row.orderId);
          if (before === undefined || !holdsStock(before.state)) return escrow.releaseRow(row, outbox);
          const overwritten = row.releasedBy === undefined ? row : { ...row, batch: row.releasedBy };
          await reservations.raw.save(row.orderId, overwritten, before.version, outbox);
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
    below: ({ escrow, reservations, stock, plan }) => ({
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
      escrow,
    }),
  },
  {
    name: 'prefix fit from a stale snapshot',
    below: (stores) => {
      const seen = new Map<string, number>();
      const { escrow, stock } = stores;
      return {
        escrow: {
          ...escrow,
          // What a snapshot once said is taken for true: the units are withdrawn without asking again.
          open: async (productId, batch, units) => {
            const known = seen.get(productId);
            const item = stock.items.get(productId)!;
            if (known === undefined || known < units || item.open.includes(batch)) {
              const opened = await escrow.open(productId, batch, units);
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
    name: 'manifest after commit',
    above: ({ escrow }) => {
      const held = new Map<string, Manifest>();
      return {
        escrow: {
          ...escrow,
          putManifest: async (manifest) => {
            held.set(manifest.batch, manifest);
            return 'inserted';
          },
          open: async (productId, batch, units) => {
            const opened = await escrow.open(productId, batch, units);
            const manifest = held.get(batch);
            if (opened !== 'contended' && manifest !== undefined) await escrow.putManifest(manifest);
            return opened;
          },
        },
      };
    },
  },
  {
    name: 'roll skipping an existing row',
    above: ({ escrow }) => ({
      escrow: {
        ...escrow,
        insertRow: async (row, outbox) => {
          const inserted = await escrow.insertRow(row, outbox);
          return inserted === 'contended' ? inserted : { outcome: 'inserted' };
        },
      },
    }),
  },
  {
    name: 'group with the same order twice',
    above: ({ escrow }) => ({
      escrow: {
        ...escrow,
        putManifest: (manifest) => escrow.putManifest({ ...manifest, lines: twice(manifest.lines) }),
        open: async (productId, batch, units) => {
          const manifest = await escrow.loadManifest(batch);
          const [first] = manifest?.kind === 'reserve' ? manifest.lines : [];
          return escrow.open(productId, batch, units + (first?.quantity ?? 0));
        },
      },
    }),
  },
  {
    name: 'release credited whoever released',
    above: ({ escrow }) => ({
      escrow: {
        ...escrow,
        releaseRow: async (row, outbox) => {
          const released = await escrow.releaseRow(row, outbox);
          return released === 'contended' ? released : { outcome: 'released' };
        },
      },
    }),
  },
  {
    name: 'close before the rows are written',
    above: ({ escrow }) => ({
      escrow: {
        ...escrow,
        insertRow: async (row, outbox) => {
          const productId = row.lines[0]?.productId ?? '';
          if (row.batch !== undefined) await escrow.close(productId, row.batch, 0);
          return escrow.insertRow(row, outbox);
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
          [],
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

const twice = (lines: Manifest['lines']): Manifest['lines'] => [...lines, ...lines.slice(0, 1)];
