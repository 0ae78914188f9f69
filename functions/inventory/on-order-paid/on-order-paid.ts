import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { changeReservation, type ReservationChanges } from '../domain/change-reservation.ts';
import { commit } from '../domain/reservation.ts';

/**
 * An order was paid: what is reserved for it is sold. Stock does not move.
 * @throws AppError `not-found`, so that the message is delivered again, when the order has no row.
 */
export const onOrderPaid =
  ({ now, ...changes }: ReservationChanges & { readonly now: Clock }) =>
  async ({ orderId }: { readonly orderId: string }, context: MessageContext): Promise<void> => {
    const changed = await changeReservation(changes, orderId, commit(now()), context);
    if (changed.outcome === 'missing') {
      throw new AppError('not-found', 'reservation.not-found', `Nothing is reserved for order ${orderId}`);
    }
  };
