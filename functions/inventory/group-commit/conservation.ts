import type { BatchIntent } from './batch-intent.ts';
import { batchOf, type Reservation } from '../domain/reservation.ts';
import { noStock, type StockLevel } from '../domain/stock.ts';

/** How the units of a product are distributed. */
export interface StockBalance {
  readonly received: number;
  readonly available: number;
  /**
   * Units that open batches hold: taken from the stock but not in a reservation yet, or released but not back in the
   * stock yet.
   */
  readonly open: number;
  readonly reserved: number;
  readonly committed: number;
}

/** The units that an open batch still holds. `rowOf` returns an order's reservation. */
export const heldBy = (
  { kind, batch, lines }: BatchIntent,
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

/** Computes the balance of each product from all stock items, all reservations and the intents of all open batches. */
export const stockBalances = (
  levels: ReadonlyMap<string, StockLevel>,
  reservations: Iterable<Reservation>,
  open: Iterable<BatchIntent> = [],
): ReadonlyMap<string, StockBalance> => {
  const balances = new Map<string, StockBalance>(
    [...levels].map(([productId, { available, received }]) => [
      productId,
      { ...nothing, available, received },
    ]),
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
  for (const intent of open) {
    const balance = balances.get(intent.productId) ?? nothing;
    const units = heldBy(intent, (orderId) => rows.get(orderId));
    balances.set(intent.productId, { ...balance, open: balance.open + units });
  }
  return balances;
};

const nothing: StockBalance = { ...noStock, open: 0, reserved: 0, committed: 0 };

/** True if no unit was lost, invented or sold twice: received = available + open + reserved + committed. */
export const isConserved = ({ received, available, open, reserved, committed }: StockBalance): boolean =>
  available >= 0 && received === available + open + reserved + committed;
