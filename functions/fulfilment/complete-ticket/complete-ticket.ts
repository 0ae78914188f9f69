import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { changeTicket, type TicketChanges } from '../domain/change-ticket.ts';
import { complete, rejectionTexts } from '../domain/prepare.ts';
import { viewOf, type TicketView } from '../domain/ticket.ts';

/** What the use case needs. */
export interface Dependencies extends TicketChanges {
  readonly now: Clock;
}

/** Hands an order over and answers its ticket. */
export type CompleteTicket = (orderId: string, cause: Cause) => Promise<TicketView>;

/**
 * The order was handed over to the customer (FulfilmentCompleted).
 * @throws AppError 404 when the order has no ticket, 409 when the step may not be taken.
 */
export const completeTicket =
  ({ now, ...changes }: Dependencies): CompleteTicket =>
  async (orderId, cause) => {
    const changed = await changeTicket(changes, orderId, complete(now()), cause);
    if (changed.outcome === 'rejected') {
      throw new AppError('conflict', `ticket.${changed.reason}`, rejectionTexts[changed.reason]);
    }
    if (changed.outcome === 'missing' || changed.state.status === 'TOMBSTONE') {
      throw new AppError('not-found', 'ticket.not-found', 'There is no ticket for this order');
    }
    return viewOf(changed.state);
  };
