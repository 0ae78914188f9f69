import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { changeTicket, type TicketChanges } from '../domain/change-ticket.ts';
import { markReady, rejectionTexts } from '../domain/prepare.ts';
import { viewOf, type TicketView } from '../domain/ticket.ts';

/** What the use case needs. */
export interface Dependencies extends TicketChanges {
  readonly now: Clock;
}

/** Declares an order ready to be handed over and answers its ticket. */
export type MarkTicketReady = (orderId: string, cause: Cause) => Promise<TicketView>;

/**
 * The order is ready to be handed over (FulfilmentReady), provided that orders confirmed the start.
 * @throws AppError 404 when the order has no ticket, 409 when the step may not be taken.
 */
export const markTicketReady =
  ({ now, ...changes }: Dependencies): MarkTicketReady =>
  async (orderId, cause) => {
    const changed = await changeTicket(changes, orderId, markReady(now()), cause);
    if (changed.outcome === 'rejected') {
      throw new AppError('conflict', `ticket.${changed.reason}`, rejectionTexts[changed.reason]);
    }
    if (changed.outcome === 'missing' || changed.state.status === 'TOMBSTONE') {
      throw new AppError('not-found', 'ticket.not-found', 'There is no ticket for this order');
    }
    return viewOf(changed.state);
  };
