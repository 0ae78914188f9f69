import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { changeTicket, type TicketChanges } from '../domain/change-ticket.ts';
import { start, rejectionTexts } from '../domain/prepare.ts';
import { viewOf, type TicketView } from '../domain/ticket.ts';

/** What the use case needs. */
export interface Dependencies extends TicketChanges {
  readonly now: Clock;
}

/** Begins the preparation of an order and answers its ticket. */
export type StartTicket = (orderId: string, cause: Cause) => Promise<TicketView>;

/**
 * Staff begin to prepare an order; orders is asked to confirm it (FulfilmentStarted), for a cancellation may be faster.
 * @throws AppError 404 when the order has no ticket, 409 when the step may not be taken.
 */
export const startTicket =
  ({ now, ...changes }: Dependencies): StartTicket =>
  async (orderId, cause) => {
    const changed = await changeTicket(changes, orderId, start(now()), cause);
    if (changed.outcome === 'rejected') {
      throw new AppError('conflict', `ticket.${changed.reason}`, rejectionTexts[changed.reason]);
    }
    if (changed.outcome === 'missing' || changed.state.status === 'TOMBSTONE') {
      throw new AppError('not-found', 'ticket.not-found', 'There is no ticket for this order');
    }
    return viewOf(changed.state);
  };
