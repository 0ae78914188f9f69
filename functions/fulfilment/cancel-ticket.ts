import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Tickets } from './aggregate.ts';
import { cancel } from './domain/follow-order.ts';

/**
 * Stops the preparation of a cancelled order:
 * 1. cancel the open ticket; a ticket that was handed over stays;
 * 2. if there is no record, leave a tombstone, so that a later OrderPaid opens no ticket;
 * 3. if OrderPaid came between these steps, cancel its ticket now.
 * @throws AppError `unavailable` if the ticket could not be read.
 */
export const cancelTicket =
  ({ tickets, now }: { readonly tickets: Tickets; readonly now: Clock }) =>
  async ({ orderId }: { readonly orderId: string }, trace: Trace): Promise<void> => {
    const cancelledAt = now();
    const decide = cancel(cancelledAt);
    if ((await tickets.change(orderId, trace, decide)).outcome !== 'missing') return;
    const tombstone = await tickets.create({ status: 'TOMBSTONE', orderId, cancelledAt }, trace);
    if (tombstone === 'inserted') return;
    if ((await tickets.change(orderId, trace, decide)).outcome === 'missing') {
      throw new AppError('unavailable', 'ticket.vanished', `The ticket of order ${orderId} cannot be read`);
    }
  };
