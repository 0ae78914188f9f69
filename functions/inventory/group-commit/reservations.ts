import { aggregate, type Aggregate } from '../../../shared/kernel/aggregate.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { whileContended, type Pause } from '../../../shared/kernel/contention.ts';
import {
  evolve,
  type Reservation,
  type ReservationEvent,
  type ReservationStore,
} from '../domain/reservation.ts';
import { publishReservation } from '../publications.ts';

/** The ports that creating or changing a reservation needs. */
export interface ReservationPorts {
  readonly reservations: ReservationStore;
  readonly pause: Pause;
  readonly now: Clock;
}

/**
 * Creates and changes reservations outside a batch. This aggregate is used for refusals, tombstones (records that stop
 * a late request from taking units), repeated answers, and releases of orders of several products. A release returns
 * the units to the stock in the same transaction.
 */
export const reservationAggregate = ({
  reservations,
  pause,
  now,
}: ReservationPorts): Aggregate<Reservation, ReservationEvent> =>
  aggregate({
    noun: 'reservation',
    store: {
      load: (orderId) => reservations.load(orderId),
      insert: (reservation, outbox) => whileContended(pause, () => reservations.insert(reservation, outbox)),
      save: (reservation, version, outbox) =>
        whileContended(pause, () =>
          reservation.status === 'RELEASED'
            ? reservations.release(reservation, version, outbox)
            : reservations.save(reservation, version, outbox),
        ),
    },
    evolve,
    publish: publishReservation,
    now,
  });
