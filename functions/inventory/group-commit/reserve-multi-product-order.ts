import { whileContended } from '../../../shared/kernel/contention.ts';
import { rejectionOf, reservationFor } from '../domain/reservation.ts';
import { publishReservation } from '../publications.ts';
import { recoverAbandoned, type BatchDependencies } from './commit-batch.ts';
import type { StockRequest } from './grouping.ts';
import { reservationAggregate, type ReservationPorts } from './reservations.ts';

/** `known`: the order was decided before. `undecided`: the order needs units that an open batch may still return. */
export type MultiProductResult = 'decided' | 'known' | 'undecided';

/**
 * Reserves all products of an order or none:
 * 1. take all units and insert the reservation in one transaction;
 * 2. if a product is short and has no open batch that may return units, insert a refusal, unless the order was decided
 *    meanwhile;
 * 3. if every short product has an open batch, leave the order undecided, and finish batches whose workers died.
 * @throws AppError `unavailable` while other transactions are changing the stock.
 */
export const reserveMultiProductOrder = (dependencies: ReservationPorts & BatchDependencies) => {
  const { reservations, pause, now } = dependencies;
  const { create } = reservationAggregate(dependencies);
  const recover = recoverAbandoned(dependencies);

  return async (request: StockRequest): Promise<MultiProductResult> => {
    const { trace } = request;
    const reserved = await whileContended(pause, () => {
      const row = reservationFor(request, now());
      return reservations.reserve(
        row,
        publishReservation([{ type: 'StockReserved' }], { state: row, trace }),
      );
    });
    switch (reserved.outcome) {
      case 'reserved':
        return 'decided';
      case 'exists':
        return 'known';
      case 'unsettled':
        await recover(reserved.open);
        return 'undecided';
      case 'short': {
        const refusal = rejectionOf(request, reserved.shortages, now());
        const inserted = await create(refusal, trace, [{ type: 'StockReservationFailed' }]);
        return inserted === 'exists' ? 'known' : 'decided';
      }
    }
  };
};
