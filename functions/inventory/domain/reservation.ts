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
  /** When the order asked. The reservation latency is measured from here. */
  readonly requestedAt: Instant;
}

/** What every decided request has. */
interface ReservationFacts {
  readonly orderId: string;
  /** One line for each product, by product id. */
  readonly lines: readonly StockLine[];
  readonly requestedAt: Instant;
  readonly decidedAt: Instant;
}

/** The batch that took the units. Orders of several products have none, because a transaction took theirs. */
interface Taken {
  /** Never changes, not even after a release: an unfinished batch counts its own reservations. */
  readonly batch?: string;
}

/** The units are reserved. */
export interface Reserved extends ReservationFacts, Taken {
  readonly status: 'RESERVED';
}

/** The order is paid: the units are sold. */
export interface Committed extends ReservationFacts, Taken {
  readonly status: 'COMMITTED';
}

/**
 * The order ended and `lines` went back to the stock. A tombstone has no lines: the release came before the reservation,
 * which then finds this record and takes nothing.
 */
export interface Released extends Taken {
  readonly status: 'RELEASED';
  readonly orderId: string;
  readonly lines: readonly StockLine[];
  readonly releasedAt: Instant;
  /** The batch that returned the units, if a batch did. */
  readonly releasedBy?: string;
}

/** There was too little stock, so nothing was reserved. */
export interface Rejected extends ReservationFacts {
  readonly status: 'REJECTED';
  readonly shortages: readonly Shortage[];
}

/** The decision about an order's stock. It is made once, and never deleted. */
export type Reservation = Reserved | Committed | Released | Rejected;

/** The batch that took a reservation's units. */
export const batchOf = (reservation: Reservation): string | undefined =>
  'batch' in reservation ? reservation.batch : undefined;

/** The domain events of a reservation. */
export type ReservationEvent =
  | { readonly type: 'StockReserved' }
  | { readonly type: 'StockReservationFailed' }
  /** The order asked again: publish the same answer, because the first may be in a dead-letter queue. */
  | { readonly type: 'AnswerRepeated' }
  | { readonly type: 'StockReleased'; readonly at: Instant };

const factsOf = ({ orderId, items, requestedAt }: ReservationRequest, at: Instant): ReservationFacts => ({
  orderId,
  lines: linesOf(items),
  requestedAt,
  decidedAt: at,
});

/** The reservation of a granted request. */
export const reservationFor = (request: ReservationRequest, at: Instant): Reserved => ({
  ...factsOf(request, at),
  status: 'RESERVED',
});

/** The record of a request that was refused because of `shortages`, seen in one snapshot of the stock. */
export const rejectionOf = (
  request: ReservationRequest,
  shortages: readonly Shortage[],
  at: Instant,
): Rejected => ({ ...factsOf(request, at), status: 'REJECTED', shortages });

/** The record that a release leaves if it comes before its reservation. */
export const tombstoneOf = (orderId: string, at: Instant): Released => ({
  status: 'RELEASED',
  orderId,
  lines: [],
  releasedAt: at,
});

/** Answers a repeated request, if orders still waits for an answer. */
export const answerAgain = (reservation: Reservation): Decision<ReservationEvent, never> => {
  switch (reservation.status) {
    case 'RESERVED':
    case 'REJECTED':
      return accept({ type: 'AnswerRepeated' });
    // The order was paid or has ended, so it had its answer.
    case 'COMMITTED':
    case 'RELEASED':
      return accept();
  }
};

/** What a payment finds if nothing is RESERVED. */
export type NotReserved = Exclude<Reservation, Reserved> | undefined;

/** Whether the payment needs no more work. Without a record it came too early. */
export const isPaymentSettled = (row: NotReserved): boolean => {
  switch (row?.status) {
    case undefined:
      return false;
    // A release is final: orders decides whether payment or cancellation came first.
    case 'COMMITTED':
    case 'RELEASED':
    case 'REJECTED':
      return true;
  }
};

/** The order ended unfulfilled: its units go back. A repeated release returns nothing again. */
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

/** Fields that a reservation drops when it is released. It keeps everything else. */
const decidedOnly = ['requestedAt', 'decidedAt'] as const satisfies readonly (keyof ReservationFacts)[];

/** The reservation after an event. An event that does not fit the state leaves it unchanged. */
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
  /** The order has a record: it was decided before. */
  | { readonly outcome: 'exists' }
  /** Each of these products was certainly short: too few units, and no open batch that may return some. */
  | { readonly outcome: 'short'; readonly shortages: readonly Shortage[] }
  /** Each short product has open batches, which may return units: these. */
  | { readonly outcome: 'unsettled'; readonly open: readonly string[] };

/** How an attempt to commit ended. `row` is the existing record if it was not RESERVED. */
export type CommitOutcome =
  { readonly outcome: 'committed' } | { readonly outcome: 'unchanged'; readonly row: NotReserved };

/**
 * Stores one record for each order, and moves stock in the same transaction. Each operation is one storage call. Records
 * are never deleted.
 */
export interface ReservationStore {
  /** Reads an order's record, strongly consistent. */
  load(orderId: string): Promise<Stored<Reservation> | undefined>;
  /**
   * Takes all lines off the stock and inserts the record with its outbox. Does nothing if the order has a record or any
   * product is short.
   */
  reserve(reservation: Reserved, outbox: Outbox | undefined): Promise<ReserveOutcome | Contended>;
  /** Inserts a record that moves no stock (a refusal, a tombstone), unless the order has one. */
  insert(reservation: Reservation, outbox: Outbox | undefined): Promise<InsertOutcome | Contended>;
  /**
   * Changes an order's record from RESERVED to COMMITTED without reading it. Moves no stock and publishes nothing. May be
   * repeated.
   */
  commit(orderId: string): Promise<CommitOutcome | Contended>;
  /** Writes version `version + 1` with its outbox, if `version` is still the stored one. Moves no stock. */
  save(
    reservation: Reservation,
    version: number,
    outbox: Outbox | undefined,
  ): Promise<SaveOutcome | Contended>;
  /** The same, and returns all lines of the record to the stock, in one transaction. */
  release(
    reservation: Released,
    version: number,
    outbox: Outbox | undefined,
  ): Promise<SaveOutcome | Contended>;
}
