import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { whileContended } from '../../../shared/kernel/contention.ts';
import { changeReservation, type ReservationChanges } from '../domain/change-reservation.ts';
import { release, tombstoneOf } from '../domain/reservation.ts';

/** What the use case needs. */
export interface ReleaseStockDependencies extends ReservationChanges {
  readonly now: Clock;
}

/** Gives an ended order's units back. */
export type ReleaseStock = (orderId: string, cause: Cause) => Promise<void>;

/**
 * An order ended unfulfilled, by whatever way:
 * 1. what is reserved or committed goes back to the stock, once;
 * 2. without a row, a tombstone keeps the reservation, should it come later, from taking anything;
 * 3. if the reservation came between the two steps, it is released now.
 * @throws AppError `unavailable` when the row could not be changed.
 */
export const releaseStock =
  ({ now, ...changes }: ReleaseStockDependencies): ReleaseStock =>
  async (orderId, cause) => {
    const at = now();
    const first = await changeReservation(changes, orderId, release(at), cause);
    if (first.outcome !== 'missing') return;
    const { reservations, pause } = changes;
    const tombstone = await whileContended(pause, () => reservations.insert(tombstoneOf(orderId, at), []));
    if (tombstone === 'inserted') return;
    const second = await changeReservation(changes, orderId, release(at), cause);
    if (second.outcome === 'missing') {
      throw new AppError('unavailable', 'reservation.vanished', `The row of order ${orderId} cannot be read`);
    }
  };
