import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { whileContended } from '../../../shared/kernel/contention.ts';
import { changeReservation, type ReservationChanges } from '../domain/change-reservation.ts';
import { answerAgain, rejectionOf, reservationOf, type ReservationRequest } from '../domain/reservation.ts';
import type { Shortage, StockLine } from '../domain/stock.ts';

/** What inventory reads of the event. */
export interface OrderCreated {
  readonly orderId: string;
  readonly items: readonly StockLine[];
  /** 2 and more when orders asks again because no answer came. */
  readonly attempt: number;
}

/** What the reaction needs. */
export interface OnOrderCreatedDependencies extends ReservationChanges {
  readonly now: Clock;
}

/**
 * An order wants stock. It is decided once, by the insertion of its row:
 * 1. take all units and insert the row, in one transaction;
 * 2. where units are missing, insert a refusal that names each short product, unless the order was decided meanwhile
 *    (a copy of this very message may have taken the units that are missing);
 * 3. where the order was decided before, a duplicate changes nothing, and a repeated question gets the same answer again.
 * @throws AppError `unavailable` while other writers hold the stock.
 */
export const onOrderCreated =
  ({ now, ...changes }: OnOrderCreatedDependencies) =>
  async ({ orderId, items, attempt }: OrderCreated, context: MessageContext): Promise<void> => {
    const { reservations, toEnvelopes, pause } = changes;
    const request: ReservationRequest = { orderId, items, requestedAt: context.sentAt };

    const reserve = () =>
      whileContended(pause, () => {
        const row = reservationOf(request, now());
        return reservations.reserve(row, toEnvelopes([{ type: 'StockReserved' }], row, context));
      });
    const refuse = (shortages: readonly Shortage[]) =>
      whileContended(pause, () => {
        const row = rejectionOf(request, shortages, now());
        return reservations.insert(row, toEnvelopes([{ type: 'StockReservationFailed' }], row, context));
      });

    const reserved = await reserve();
    if (reserved.outcome === 'reserved') return;
    if (reserved.outcome === 'short' && (await refuse(reserved.shortages)) === 'inserted') return;
    if (reserved.outcome === 'unsettled') {
      throw new AppError(
        'unavailable',
        'stock.unsettled',
        `The stock for order ${orderId} is not settled yet`,
      );
    }
    if (attempt === 1) return;

    const answered = await changeReservation(changes, orderId, answerAgain, context);
    if (answered.outcome === 'missing') {
      throw new AppError('unavailable', 'reservation.vanished', `The row of order ${orderId} cannot be read`);
    }
  };
