import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { changeTicket, type TicketChanges } from '../domain/change-ticket.ts';
import { cancel } from '../domain/follow-order.ts';

/**
 * An order was cancelled.
 *
 * 1. An open ticket is cancelled; one that was handed over stays.
 * 2. Without a ticket, a tombstone keeps OrderPaid, should it come later, from opening one. It is left for an order that
 *    was never paid too: to know better would need what only orders knows.
 * 3. If OrderPaid came between the two steps, its ticket is cancelled now.
 * @throws AppError `unavailable` when the ticket could not be reached at all.
 */
export const onOrderCancelled =
  ({ now, ...changes }: TicketChanges & { readonly now: Clock }) =>
  async ({ orderId }: { readonly orderId: string }, context: MessageContext): Promise<void> => {
    const cancelledAt = now();
    const first = await changeTicket(changes, orderId, cancel(cancelledAt), context);
    if (first.outcome !== 'missing') return;
    const tombstone = await changes.tickets.insert({ status: 'TOMBSTONE', orderId, cancelledAt });
    if (tombstone === 'inserted') return;
    const second = await changeTicket(changes, orderId, cancel(cancelledAt), context);
    if (second.outcome === 'missing') {
      throw new AppError('unavailable', 'ticket.vanished', `The ticket of order ${orderId} cannot be read`);
    }
  };
