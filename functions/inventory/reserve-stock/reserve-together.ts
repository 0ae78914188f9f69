import { whileContended } from '../../../shared/kernel/contention.ts';
import type { ReservationChanges } from '../domain/change-reservation.ts';
import { recoverAbandoned, type BatchDependencies } from '../domain/escrow/commit-batch.ts';
import type { StockRequest } from '../domain/escrow/grouping.ts';
import { rejectionOf, reservationOf } from '../domain/reservation.ts';

/** What it needs. */
export interface ReserveTogetherDependencies extends ReservationChanges, BatchDependencies {}

/** `known`: the order had a row before. `undecided`: what is short may come back. */
export type TogetherResult = 'decided' | 'known' | 'undecided';

/**
 * Reserves an order of several products, wholly or not at all:
 * 1. take all units and insert the row, in one transaction;
 * 2. where a product is certainly short (nothing of it is open), insert a refusal that names each of these, unless the
 *    order was decided meanwhile;
 * 3. where all that is short may come back, leave the order undecided, and finish batches whose worker died.
 * @throws AppError `unavailable` while other writers hold the stock.
 */
export const reserveTogether =
  (dependencies: ReserveTogetherDependencies) =>
  async (request: StockRequest): Promise<TogetherResult> => {
    const { reservations, toEnvelopes, pause, now } = dependencies;
    const reserved = await whileContended(pause, () => {
      const row = reservationOf(request, now());
      return reservations.reserve(row, toEnvelopes([{ type: 'StockReserved' }], row, request.cause));
    });
    switch (reserved.outcome) {
      case 'reserved':
        return 'decided';
      case 'exists':
        return 'known';
      case 'unsettled':
        await recoverAbandoned(dependencies)(reserved.open);
        return 'undecided';
      case 'short': {
        const { shortages } = reserved;
        const inserted = await whileContended(pause, () => {
          const row = rejectionOf(request, shortages, now());
          return reservations.insert(
            row,
            toEnvelopes([{ type: 'StockReservationFailed' }], row, request.cause),
          );
        });
        return inserted === 'exists' ? 'known' : 'decided';
      }
    }
  };
