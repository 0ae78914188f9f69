import type { Cause } from '../../../shared/kernel/cause.ts';
import { change, type Changed } from '../../../shared/kernel/change.ts';
import { whileContended, type Pause } from '../../../shared/kernel/contention.ts';
import type { Decision } from '../../../shared/kernel/decision.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { ReservationStore } from './reservation-store.ts';
import { evolve, type Reservation, type ReservationEvent } from './reservation.ts';

/** What is published of a reservation's events: the service's `outbox.ts`. `reservation` is the row after them. */
export type ToEnvelopes = (
  events: readonly ReservationEvent[],
  reservation: Reservation,
  cause: Cause,
) => readonly OutboxMessage[];

/** What a change of a reservation needs. */
export interface ReservationChanges {
  readonly reservations: ReservationStore;
  readonly toEnvelopes: ToEnvelopes;
  readonly pause: Pause;
}

/**
 * Loads an order's row, decides, saves it with what it publishes; again after a lost race. A row that becomes RELEASED
 * gives its stock back in the same write.
 * @throws AppError `unavailable` after too many lost races, or while other writers hold the items.
 */
export const changeReservation = (
  { reservations, toEnvelopes, pause }: ReservationChanges,
  orderId: string,
  decide: (reservation: Reservation) => Decision<ReservationEvent, never>,
  cause: Cause,
): Promise<Changed<Reservation, ReservationEvent, never>> =>
  change<Reservation, ReservationEvent, never>({
    load: () => reservations.load(orderId),
    decide,
    evolve,
    save: (next, version, events) => {
      const outbox = toEnvelopes(events, next, cause);
      return whileContended(pause, () =>
        next.status === 'RELEASED'
          ? reservations.release(next, version, outbox)
          : reservations.save(next, version, outbox),
      );
    },
  });
