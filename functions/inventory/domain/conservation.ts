import type { Manifest } from './escrow/manifest.ts';
import { batchOf, type Reservation } from './reservation.ts';
import { noStock, type StockLevel } from './stock.ts';

/** Where the units of a product are. */
export interface StockBalance {
  readonly received: number;
  readonly available: number;
  /** Held by open batches: taken off the stock and in no row yet, or released by rows and not put back yet. */
  readonly escrow: number;
  readonly reserved: number;
  readonly committed: number;
}

/** What an open batch has to account for still; `rowOf` finds an order's row. */
export const escrowOf = (
  { kind, batch, lines }: Manifest,
  rowOf: (orderId: string) => Reservation | undefined,
): number => {
  let units = 0;
  for (const { orderId, quantity } of lines) {
    const row = rowOf(orderId);
    const isHeld =
      kind === 'reserve'
        ? row === undefined || batchOf(row) !== batch
        : row?.status === 'RELEASED' && row.releasedBy === batch;
    if (isHeld) units += quantity;
  }
  return units;
};

/**
 * Adds up where every product's units are, from all stock items, all reservation rows and the manifests of open batches.
 * For tests, the simulation and a check on demand: it reads everything there is.
 */
export const stockBalances = (
  levels: ReadonlyMap<string, StockLevel>,
  reservations: Iterable<Reservation>,
  open: Iterable<Manifest> = [],
): ReadonlyMap<string, StockBalance> => {
  const balances = new Map<string, StockBalance>(
    [...levels].map(([productId, level]) => [productId, { ...nothing, ...level }]),
  );
  const rows = new Map<string, Reservation>();
  for (const row of reservations) {
    rows.set(row.orderId, row);
    const { status, lines } = row;
    if (status === 'REJECTED' || status === 'RELEASED') continue;
    const field = status === 'RESERVED' ? 'reserved' : 'committed';
    for (const { productId, quantity } of lines) {
      const balance = balances.get(productId) ?? nothing;
      balances.set(productId, { ...balance, [field]: balance[field] + quantity });
    }
  }
  for (const manifest of open) {
    const balance = balances.get(manifest.productId) ?? nothing;
    const units = escrowOf(manifest, (orderId) => rows.get(orderId));
    balances.set(manifest.productId, { ...balance, escrow: balance.escrow + units });
  }
  return balances;
};

const nothing: StockBalance = { ...noStock, escrow: 0, reserved: 0, committed: 0 };

/** Whether nothing was lost, made up or sold twice: received = available + escrow + reserved + committed, and nothing below 0. */
export const isConserved = ({ received, available, escrow, reserved, committed }: StockBalance): boolean =>
  available >= 0 && received === available + escrow + reserved + committed;
