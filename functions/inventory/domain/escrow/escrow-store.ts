import type { Contended } from '../../../../shared/kernel/contention.ts';
import type { OutboxMessage } from '../../../../shared/kernel/outbox.ts';
import type { Released, Reservation, Reserved } from '../reservation.ts';
import type { Manifest } from './manifest.ts';

/** A stock item at one moment. */
export interface EscrowedStock {
  readonly available: number;
  /** Batches that took units, or are giving some back, and are not finished. */
  readonly open: readonly string[];
}

/** Nothing of a product, and nothing on its way. */
export const noEscrow: EscrowedStock = { available: 0, open: [] };

/** How an update of a stock item ended, and the item: after the update, or as it was when the update was refused. */
export interface StockUpdate {
  readonly outcome: 'updated' | 'refused';
  readonly stock: EscrowedStock;
}

/** How the insertion of a row ended; a row that is there keeps its `batch` for ever. */
export type RowInsertion =
  { readonly outcome: 'inserted' } | { readonly outcome: 'exists'; readonly row: Reservation };

/** How the release of a row ended. `row` is what was there when nothing could be released. */
export type RowRelease =
  { readonly outcome: 'released' } | { readonly outcome: 'unchanged'; readonly row: Reservation | undefined };

/** Stock that is settled by batches. Each operation is one call to the storage. */
export interface EscrowStore {
  /** Writes a manifest, unless there is one of this id. */
  putManifest(manifest: Manifest): Promise<'inserted' | 'exists'>;
  /** Reads a manifest, strongly consistent. */
  loadManifest(batch: string): Promise<Manifest | undefined>;
  /**
   * THE COMMIT POINT of a batch: takes `units` (0 for a release) off the stock and notes the batch as open, if that many
   * are available and it is not open already.
   *
   * It is tried ONCE: no layer may repeat the call on its own. A repetition that arrived after the batch had been finished
   * would take the units a second time, and no row would ever account for them. `contended` means: certainly no effect.
   * @throws when it is not known whether it took effect; the batch's id must then never be used for another call.
   */
  open(productId: string, batch: string, units: number): Promise<StockUpdate | Contended>;
  /** Puts `units` (perhaps 0) back and removes the batch from the open ones, if it is among them. May be repeated. */
  close(productId: string, batch: string, units: number): Promise<StockUpdate | Contended>;
  /** Reads a stock item, strongly consistent; without one there is nothing. */
  stock(productId: string): Promise<EscrowedStock>;
  /** Reads many stock items (100 at the most), a moment old perhaps; products without one are left out. */
  stocks(productIds: readonly string[]): Promise<ReadonlyMap<string, EscrowedStock>>;
  /** Inserts a row with what it publishes, unless the order has one. */
  insertRow(row: Reserved, outbox: readonly OutboxMessage[]): Promise<RowInsertion | Contended>;
  /**
   * Makes an order's row RELEASED, if it is RESERVED or COMMITTED: sets `releasedAt` and `releasedBy` with what it
   * publishes, and leaves its lines and its `batch` as they are.
   */
  releaseRow(row: Released, outbox: readonly OutboxMessage[]): Promise<RowRelease | Contended>;
  /** Reads many orders' rows (100 at the most), a moment old perhaps; orders without one are left out. */
  rows(orderIds: readonly string[]): Promise<ReadonlyMap<string, Reservation>>;
}
