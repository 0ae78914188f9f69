import type { Reservation } from './reservation.ts';
import { noStock, type StockLevel } from './stock.ts';

/** Where the units of a product are. */
export interface StockBalance {
  readonly received: number;
  readonly available: number;
  readonly reserved: number;
  readonly committed: number;
}

/**
 * Adds up where every product's units are, from all stock items and all reservation rows.
 * For tests, the simulation and a check on demand: it reads everything there is.
 */
export const stockBalances = (
  levels: ReadonlyMap<string, StockLevel>,
  reservations: Iterable<Reservation>,
): ReadonlyMap<string, StockBalance> => {
  const balances = new Map<string, StockBalance>(
    [...levels].map(([productId, level]) => [productId, { ...level, reserved: 0, committed: 0 }]),
  );
  for (const { status, lines } of reservations) {
    if (status === 'REJECTED' || status === 'RELEASED') continue;
    const field = status === 'RESERVED' ? 'reserved' : 'committed';
    for (const { productId, quantity } of lines) {
      const balance = balances.get(productId) ?? { ...noStock, reserved: 0, committed: 0 };
      balances.set(productId, { ...balance, [field]: balance[field] + quantity });
    }
  }
  return balances;
};

/** Whether nothing was lost, made up or sold twice: received = available + reserved + committed, and nothing below 0. */
export const isConserved = ({ received, available, reserved, committed }: StockBalance): boolean =>
  available >= 0 && received === available + reserved + committed;
