import type { SaveOutcome, Stored } from '../../../shared/kernel/change.ts';
import type { Contended } from '../../../shared/kernel/contention.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { Committed, NotReserved, Rejected, Released, Reservation, Reserved } from './reservation.ts';
import type { Shortage } from './stock.ts';

/** How an attempt to reserve ended; it had no effect unless it is `reserved`. */
export type ReserveOutcome =
  | { readonly outcome: 'reserved' }
  /** The order has a row: it was decided before. */
  | { readonly outcome: 'exists' }
  /** It has none, and each of these products was short for certain: too little was there and no batch open. */
  | { readonly outcome: 'short'; readonly shortages: readonly Shortage[] }
  /** It has none, and each product that was short has a batch open, which may give units back: all of these. */
  | { readonly outcome: 'unsettled'; readonly open: readonly string[] };

/** How an attempt to commit ended. `row` is what was there when nothing was RESERVED. */
export type CommitOutcome =
  { readonly outcome: 'committed' } | { readonly outcome: 'unchanged'; readonly row: NotReserved };

/**
 * Keeps one row an order, and moves stock together with it. Each operation is one call to the storage; rows are never
 * deleted.
 */
export interface ReservationStore {
  /** Reads an order's row, strongly consistent. */
  load(orderId: string): Promise<Stored<Reservation> | undefined>;
  /**
   * Takes all lines off the stock and inserts the row with what it publishes, or does none of it: when the order has a
   * row, and when any product is short.
   */
  reserve(reservation: Reserved, outbox: readonly OutboxMessage[]): Promise<ReserveOutcome | Contended>;
  /** Inserts a row that moves no stock (a refusal, a tombstone), unless the order has one. */
  insert(
    reservation: Rejected | Released,
    outbox: readonly OutboxMessage[],
  ): Promise<'inserted' | 'exists' | Contended>;
  /**
   * Makes an order's row COMMITTED, if it is RESERVED, without having read it: its next version, which moves no stock
   * and publishes nothing. May be repeated.
   */
  commit(orderId: string): Promise<CommitOutcome | Contended>;
  /** Saves the row's next version with what it publishes and moves no stock, if `version` is still the stored one. */
  save(
    reservation: Reserved | Committed | Rejected,
    version: number,
    outbox: readonly OutboxMessage[],
  ): Promise<SaveOutcome | Contended>;
  /** The same, and gives all lines of the row back to the stock, or does none of it. */
  release(
    reservation: Released,
    version: number,
    outbox: readonly OutboxMessage[],
  ): Promise<SaveOutcome | Contended>;
}
