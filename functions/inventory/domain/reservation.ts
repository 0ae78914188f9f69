import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/decision.ts';
import { linesOf, type Shortage, type StockLine } from './stock.ts';

/** An order's wish, as OrderCreated tells it. */
export interface ReservationRequest {
  readonly orderId: string;
  readonly items: readonly StockLine[];
  /** When the order asked: the beginning of the latency that is measured. */
  readonly requestedAt: Instant;
}

/** What is known of a decided wish. */
interface ReservationFacts {
  readonly orderId: string;
  /** One line a product, by product id. */
  readonly lines: readonly StockLine[];
  readonly requestedAt: Instant;
  readonly decidedAt: Instant;
}

/** Which batch took the units off the stock; none did where a transaction took those of several products. */
interface Taken {
  /** Never changes, also when the units are given back: an unfinished batch counts the rows that are its own. */
  readonly batch?: string;
}

/** The units are set aside. */
export interface Reserved extends ReservationFacts, Taken {
  readonly status: 'RESERVED';
}

/** The order is paid: the units are sold. */
export interface Committed extends ReservationFacts, Taken {
  readonly status: 'COMMITTED';
}

/**
 * The order ended and `lines` went back to the stock. A tombstone has no lines: the release came before the reservation,
 * which finds this row then and takes nothing.
 */
export interface Released extends Taken {
  readonly status: 'RELEASED';
  readonly orderId: string;
  readonly lines: readonly StockLine[];
  readonly releasedAt: Instant;
  /** The batch that gives the units back; none where a transaction did. */
  readonly releasedBy?: string;
}

/** There was too little, so nothing was set aside. */
export interface Rejected extends ReservationFacts {
  readonly status: 'REJECTED';
  readonly shortages: readonly Shortage[];
}

/** What was decided for an order. It is decided once; the row outlives every event that could still be delivered. */
export type Reservation = Reserved | Committed | Released | Rejected;

/** The batch that a row accounts for. */
export const batchOf = (reservation: Reservation): string | undefined =>
  'batch' in reservation ? reservation.batch : undefined;

/** What happens to a reservation. */
export type ReservationEvent =
  | { readonly type: 'StockReserved' }
  | { readonly type: 'StockReservationFailed' }
  /** The order asked again: the same answer once more, for the first may rest in a dead-letter queue. */
  | { readonly type: 'AnswerRepeated' }
  | { readonly type: 'StockReleased'; readonly at: Instant };

const factsOf = ({ orderId, items, requestedAt }: ReservationRequest, at: Instant): ReservationFacts => ({
  orderId,
  lines: linesOf(items),
  requestedAt,
  decidedAt: at,
});

/** The row of a wish that is granted. */
export const reservationOf = (request: ReservationRequest, at: Instant): Reserved => ({
  ...factsOf(request, at),
  status: 'RESERVED',
});

/** The row of a wish that is refused because `shortages` were seen in one snapshot of the stock. */
export const rejectionOf = (
  request: ReservationRequest,
  shortages: readonly Shortage[],
  at: Instant,
): Rejected => ({ ...factsOf(request, at), status: 'REJECTED', shortages });

/** The row that a release leaves which came before its reservation. */
export const tombstoneOf = (orderId: string, at: Instant): Released => ({
  status: 'RELEASED',
  orderId,
  lines: [],
  releasedAt: at,
});

/** Answers a repeated question, where orders still waits for an answer. */
export const answerAgain = (reservation: Reservation): Decision<ReservationEvent, never> => {
  switch (reservation.status) {
    case 'RESERVED':
    case 'REJECTED':
      return accept({ type: 'AnswerRepeated' });
    // The order was paid, or has ended: it knows.
    case 'COMMITTED':
    case 'RELEASED':
      return accept();
  }
};

/** What a payment finds where no row is RESERVED. */
export type NotReserved = Exclude<Reservation, Reserved> | undefined;

/** Whether the payment of an order that has nothing RESERVED is dealt with; without a row it comes too early. */
export const isPaymentSettled = (row: NotReserved): boolean => {
  switch (row?.status) {
    case undefined:
      return false;
    // What was released stays so: which of payment and cancellation won was decided by orders.
    case 'COMMITTED':
    case 'RELEASED':
    case 'REJECTED':
      return true;
  }
};

/** The order ended unfulfilled: its units can be sold again. A repeated release gives nothing back a second time. */
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

/** The row after an event. An event that does not fit the row changes nothing; no rule makes such a pair. */
export const evolve = (reservation: Reservation, event: ReservationEvent): Reservation => {
  switch (event.type) {
    case 'StockReserved':
    case 'StockReservationFailed':
    case 'AnswerRepeated':
      return reservation;
    case 'StockReleased':
      if (reservation.status !== 'RESERVED' && reservation.status !== 'COMMITTED') return reservation;
      return {
        status: 'RELEASED',
        orderId: reservation.orderId,
        lines: reservation.lines,
        releasedAt: event.at,
        ...(reservation.batch === undefined ? {} : { batch: reservation.batch }),
      };
  }
};
