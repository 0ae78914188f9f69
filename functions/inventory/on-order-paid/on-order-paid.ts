import { AppError } from '../../../shared/errors.ts';
import { whileContended, type Pause } from '../../../shared/kernel/contention.ts';
import type { ReservationStore } from '../domain/reservation-store.ts';
import { isPaymentSettled } from '../domain/reservation.ts';

/** What the reaction needs. */
export interface Dependencies {
  readonly reservations: ReservationStore;
  readonly pause: Pause;
}

/**
 * An order was paid: what is reserved for it is sold. Stock does not move, and nobody needs to be told.
 * @throws AppError `not-found`, so that the message is delivered again, when the order has no row; `unavailable` while
 *   other writers hold the row.
 */
export const onOrderPaid =
  ({ reservations, pause }: Dependencies) =>
  async ({ orderId }: { readonly orderId: string }): Promise<void> => {
    const commit = await whileContended(pause, () => reservations.commit(orderId));
    if (commit.outcome === 'committed' || isPaymentSettled(commit.row)) return;
    throw new AppError('not-found', 'reservation.not-found', `Nothing is reserved for order ${orderId}`);
  };
