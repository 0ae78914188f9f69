import type { InsertOutcome } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { Contended } from '../../../shared/kernel/contention.ts';
import type { Released, Reservation, Reserved } from '../domain/reservation.ts';
import type { BatchIntent } from './batch-intent.ts';

/** The stock of a product at one moment. */
export interface StockSnapshot {
  readonly available: number;
  /** The ids of the unfinished batches. These batches took units, or they are about to return units. */
  readonly open: readonly string[];
}

/** No stock, and no open batch. */
export const emptySnapshot: StockSnapshot = { available: 0, open: [] };

/**
 * The result of an update of a stock item. `stock` is the item after the update, or the unchanged item after a refusal.
 */
export interface StockUpdate {
  readonly outcome: 'updated' | 'refused';
  readonly stock: StockSnapshot;
}

/** The result of inserting a reservation. `row` is the reservation that existed before. */
export type RowInsertion =
  { readonly outcome: 'inserted' } | { readonly outcome: 'exists'; readonly row: Reservation };

/** The result of a release. If nothing was released, `row` is the existing reservation, if there is one. */
export type RowRelease =
  { readonly outcome: 'released' } | { readonly outcome: 'unchanged'; readonly row: Reservation | undefined };

/**
 * Stores batches, and the stock and reservations that they change. Each operation is one storage call, but a batch read
 * may need more.
 */
export interface BatchStore {
  /** Writes an intent, unless another intent has its id. */
  putIntent(intent: BatchIntent): Promise<InsertOutcome>;
  /** Reads an intent, strongly consistent. */
  loadIntent(batch: string): Promise<BatchIntent | undefined>;
  /**
   * THE COMMIT POINT of a batch: takes `units` (0 for a release) off the stock and adds the batch to the open batches.
   * The call is refused if too few units are available or if the batch is open already.
   *
   * No layer may repeat a call whose result is unknown. A repetition could arrive after the batch was finished. The
   * repetition would take the units again, and no reservation would account for them. After `contended` the caller may
   * repeat the call, because it certainly had no effect.
   * @throws if it is unknown whether the call had an effect. The batch id must then never be used again.
   */
  open(productId: string, batch: string, units: number): Promise<StockUpdate | Contended>;
  /**
   * If the batch is open, adds `units` (0 or more) to the stock and removes the batch from the open batches. A
   * repetition changes nothing.
   */
  close(productId: string, batch: string, units: number): Promise<StockUpdate | Contended>;
  /** Reads a stock item, strongly consistent. */
  stock(productId: string): Promise<StockSnapshot>;
  /** Reads up to 100 stock items, eventually consistent. Products without a stock item are left out. */
  stocks(productIds: readonly string[]): Promise<ReadonlyMap<string, StockSnapshot>>;
  /** Inserts a reservation with its outbox, unless the order has a reservation. */
  insertRow(row: Reserved, outbox: Outbox | undefined): Promise<RowInsertion | Contended>;
  /**
   * Changes an order's reservation from RESERVED or COMMITTED to RELEASED. Sets `releasedAt` and `releasedBy`, keeps
   * the lines and the `batch`, and publishes no event.
   */
  releaseRow(row: Released): Promise<RowRelease | Contended>;
  /** Reads up to 100 reservations, eventually consistent. Orders without a reservation are left out. */
  rows(orderIds: readonly string[]): Promise<ReadonlyMap<string, Reservation>>;
}
