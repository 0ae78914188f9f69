import type { InsertOutcome } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { Contended } from '../../../shared/kernel/contention.ts';
import type { Released, Reservation, Reserved } from '../domain/reservation.ts';
import type { BatchIntent } from './batch-intent.ts';

/** A stock item at one moment. */
export interface StockSnapshot {
  readonly available: number;
  /** Unfinished batches, which took units or are returning some. */
  readonly open: readonly string[];
}

/** No stock, and no open batch. */
export const emptySnapshot: StockSnapshot = { available: 0, open: [] };

/** The result of an update of a stock item. `stock` is the item after the update, or as it was if it was refused. */
export interface StockUpdate {
  readonly outcome: 'updated' | 'refused';
  readonly stock: StockSnapshot;
}

/** The result of an insertion. An existing reservation never changes its `batch`. */
export type RowInsertion =
  { readonly outcome: 'inserted' } | { readonly outcome: 'exists'; readonly row: Reservation };

/** The result of a release. `row` is the existing record if nothing could be released. */
export type RowRelease =
  { readonly outcome: 'released' } | { readonly outcome: 'unchanged'; readonly row: Reservation | undefined };

/** Stores batches, and the stock and reservations that they change. Each operation is one storage call. */
export interface BatchStore {
  /** Writes an intent, unless its id is taken. */
  putIntent(intent: BatchIntent): Promise<InsertOutcome>;
  /** Reads an intent, strongly consistent. */
  loadIntent(batch: string): Promise<BatchIntent | undefined>;
  /**
   * THE COMMIT POINT of a batch: takes `units` (0 for a release) off the stock and marks the batch as open, if enough units
   * are available and it is not open already.
   *
   * The call is tried ONCE: no layer may repeat it. A repetition that arrived after the batch was finished would take the
   * units again, and no reservation would account for them. `contended` means that it certainly had no effect.
   * @throws when it is unknown whether it had an effect. The batch id must then never be used again.
   */
  open(productId: string, batch: string, units: number): Promise<StockUpdate | Contended>;
  /** Returns `units` (perhaps 0) and removes the batch from the open ones, if it is open. May be repeated. */
  close(productId: string, batch: string, units: number): Promise<StockUpdate | Contended>;
  /** Reads a stock item, strongly consistent. */
  stock(productId: string): Promise<StockSnapshot>;
  /** Reads up to 100 stock items, eventually consistent. Products without one are left out. */
  stocks(productIds: readonly string[]): Promise<ReadonlyMap<string, StockSnapshot>>;
  /** Inserts a reservation with its outbox, unless the order has one. */
  insertRow(row: Reserved, outbox: Outbox | undefined): Promise<RowInsertion | Contended>;
  /**
   * Changes an order's reservation to RELEASED if it is RESERVED or COMMITTED: sets `releasedAt` and `releasedBy`, keeps
   * its lines and its `batch`. Publishes nothing.
   */
  releaseRow(row: Released): Promise<RowRelease | Contended>;
  /** Reads up to 100 reservations, eventually consistent. Orders without one are left out. */
  rows(orderIds: readonly string[]): Promise<ReadonlyMap<string, Reservation>>;
}
