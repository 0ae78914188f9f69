import type { Shortage } from '../../../shared/events/fields.ts';
import {
  accept,
  type Decision,
  type InsertOutcome,
  type SaveOutcome,
  type Stored,
  without,
} from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Contended } from '../../../shared/kernel/contention.ts';
import { linesOf, type StockLine } from './stock.ts';

/** An order's request for stock, from OrderCreated. */
export interface ReservationRequest {
  readonly orderId: string;
  readonly items: readonly StockLine[];
  /** When the order requested the stock. The reservation latency is measured from this time. */
  readonly requestedAt: Instant;
}

/** The fields of every decided request, granted or refused. */
interface ReservationFacts {
  readonly orderId: string;
  /** One line for each product, sorted by product id. */
  readonly lines: readonly StockLine[];
  readonly requestedAt: Instant;
  readonly decidedAt: Instant;
}

/** The field that a record gets when a batch reserves its units. It stays after the units are sold or released. */
interface Taken {
  /**
   * The batch that took the units. Absent for an order of several products, whose units a transaction took. The field
   * never changes, because a worker that finishes a batch recognises the batch's reservations by this field.
   */
  readonly batch?: string;
}

/** The units are reserved for the order, which is not paid yet. */
export interface Reserved extends ReservationFacts, Taken {
  readonly status: 'RESERVED';
}

/** The order is paid: the units are sold. */
export interface Committed extends ReservationFacts, Taken {
  readonly status: 'COMMITTED';
}

/**
 * The order ended, and the units in `lines` go back to the stock.
 *
 * If the release arrives before the order's request for stock, it leaves a tombstone: a Released record without lines.
 * Because of the tombstone, the later request takes nothing.
 */
export interface Released extends Taken {
  readonly status: 'RELEASED';
  readonly orderId: string;
  readonly lines: readonly StockLine[];
  readonly releasedAt: Instant;
  /** The batch that returned the units, if a batch returned them. */
  readonly releasedBy?: string;
}

/** The request was refused: there was too little stock, so nothing was reserved. */
export interface Rejected extends ReservationFacts {
  readonly status: 'REJECTED';
  readonly shortages: readonly Shortage[];
}

/** The record of the decision about an order's stock. An order has at most one such record. It is never deleted. */
export type Reservation = Reserved | Committed | Released | Rejected;

/** The batch that took a reservation's units, if a batch took them. */
export const batchOf = (reservation: Reservation): string | undefined =>
  'batch' in reservation ? reservation.batch : undefined;

/** The domain events of a reservation. */
export type ReservationEvent =
  | { readonly type: 'StockReserved' }
  | { readonly type: 'StockReservationFailed' }
  /**
   * The order requested stock again. The same answer is published again, because the first answer may be in a
   * dead-letter queue.
   */
  | { readonly type: 'AnswerRepeated' }
  | { readonly type: 'StockReleased'; readonly at: Instant };

const factsOf = ({ orderId, items, requestedAt }: ReservationRequest, at: Instant): ReservationFacts => ({
  orderId,
  lines: linesOf(items),
  requestedAt,
  decidedAt: at,
});

/** Builds the reservation for a granted request. */
export const reservationFor = (request: ReservationRequest, at: Instant): Reserved => ({
  ...factsOf(request, at),
  status: 'RESERVED',
});

/** The record of a refused request. All `shortages` must come from one snapshot of the stock. */
export const rejectionOf = (
  request: ReservationRequest,
  shortages: readonly Shortage[],
  at: Instant,
): Rejected => ({ ...factsOf(request, at), status: 'REJECTED', shortages });

/** The tombstone that a release leaves if it arrives before the order's request for stock. */
export const tombstoneOf = (orderId: string, at: Instant): Released => ({
  status: 'RELEASED',
  orderId,
  lines: [],
  releasedAt: at,
});

/** Repeats the answer to a repeated request, if the orders service may still be waiting for it. */
export const answerAgain = (reservation: Reservation): Decision<ReservationEvent, never> => {
  switch (reservation.status) {
    case 'RESERVED':
    case 'REJECTED':
      return accept({ type: 'AnswerRepeated' });
    // The order was paid or has ended, so the orders service needs no answer any more.
    case 'COMMITTED':
    case 'RELEASED':
      return accept();
  }
};

/** What the reaction to OrderPaid finds if the order has no RESERVED record: another record, or none. */
export type NotReserved = Exclude<Reservation, Reserved> | undefined;

/**
 * True if OrderPaid requires nothing more, although the order has no RESERVED record. False if the order has no record
 * at all. An order is paid only after its stock was reserved. So the record is missing only if it was lost, for example
 * because the table was restored to an earlier state. OrderPaid must then be delivered again.
 */
export const isPaymentSettled = (row: NotReserved): boolean => {
  switch (row?.status) {
    case undefined:
      return false;
    // The units are already sold, or the order holds no units.
    case 'COMMITTED':
    case 'RELEASED':
    case 'REJECTED':
      return true;
  }
};

/**
 * Releases the stock of an order that ended without being fulfilled. A repeated release changes nothing.
 */
export const release =
  (at: Instant) =>
  (reservation: Reservation): Decision<ReservationEvent, never> => {
    switch (reservation.status) {
      case 'RESERVED':
      case 'COMMITTED':
        return accept({ type: 'StockReleased', at });
      case 'RELEASED':
      case 'REJECTED':
        return accept();
    }
  };

/** The fields that are removed when a reservation is released. All others stay. */
const decidedOnly = ['requestedAt', 'decidedAt'] as const satisfies readonly (keyof ReservationFacts)[];

/**
 * The reservation after an event. An event that does not fit the reservation's status leaves the reservation unchanged.
 */
export const evolve = (reservation: Reservation, event: ReservationEvent): Reservation => {
  switch (event.type) {
    case 'StockReserved':
    case 'StockReservationFailed':
    case 'AnswerRepeated':
      return reservation;
    case 'StockReleased':
      if (reservation.status !== 'RESERVED' && reservation.status !== 'COMMITTED') return reservation;
      return { ...without(reservation, decidedOnly), status: 'RELEASED', releasedAt: event.at };
  }
};

/** How an attempt to reserve ended. Only `reserved` had an effect. */
export type ReserveOutcome =
  | { readonly outcome: 'reserved' }
  /** The order already has a record, so it was decided before. */
  | { readonly outcome: 'exists' }
  /** These products are certainly short: too few units are available, and no batch is open that could return units. */
  | { readonly outcome: 'short'; readonly shortages: readonly Shortage[] }
  /** Every short product has open batches, which may still return units. `open` contains the ids of these batches. */
  | { readonly outcome: 'unsettled'; readonly open: readonly string[] };

/** How an attempt to commit ended. If nothing changed, `row` is the record that was not RESERVED, if there is one. */
export type CommitOutcome =
  { readonly outcome: 'committed' } | { readonly outcome: 'unchanged'; readonly row: NotReserved };

/**
 * Stores one record for each order. `reserve` and `release` also change the stock, in the same transaction. Each
 * operation is one storage call.
 */
export interface ReservationStore {
  /** Reads an order's record, strongly consistent. */
  load(orderId: string): Promise<Stored<Reservation> | undefined>;
  /**
   * Takes the units of all lines off the stock and inserts the record with its outbox. Does nothing if the order has a
   * record or any product is short.
   */
  reserve(reservation: Reserved, outbox: Outbox | undefined): Promise<ReserveOutcome | Contended>;
  /** Inserts a record that holds no units (a refusal or a tombstone), unless the order has a record. */
  insert(reservation: Reservation, outbox: Outbox | undefined): Promise<InsertOutcome | Contended>;
  /**
   * Changes an order's record from RESERVED to COMMITTED by one conditional write. Does not change the stock,
   * and publishes no event. A repetition changes nothing.
   */
  commit(orderId: string): Promise<CommitOutcome | Contended>;
  /**
   * Saves the record and its outbox as version `version + 1`, if the stored version is still `version`. Does not
   * change the stock.
   */
  save(
    reservation: Reservation,
    version: number,
    outbox: Outbox | undefined,
  ): Promise<SaveOutcome | Contended>;
  /** Like `save`, and returns the units of all lines to the stock in the same transaction. */
  release(
    reservation: Released,
    version: number,
    outbox: Outbox | undefined,
  ): Promise<SaveOutcome | Contended>;
}
