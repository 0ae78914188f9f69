import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Tickets } from './aggregate.ts';
import { cancel } from './domain/follow-order.ts';

/**
 * Stops the preparation of a cancelled order:
 * 1. if the order has an open ticket, cancel the ticket. If the order was handed over, its ticket stays COMPLETED;
 * 2. if the order has no ticket, insert a tombstone: a record that stops a later OrderPaid from opening a ticket;
 * 3. if OrderPaid opened the ticket between steps 1 and 2, cancel that ticket.
 * @throws AppError `unavailable` if the ticket exists but cannot be read.
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
