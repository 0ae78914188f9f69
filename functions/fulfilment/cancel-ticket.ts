import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Tickets } from './aggregate.ts';
import { cancel } from './domain/follow-order.ts';

/**
 * Stops the preparation of a cancelled order:
 * 1. if the ticket is open, cancel it. A ticket of an order that was handed over stays COMPLETED;
 * 2. if the order has no record, insert a tombstone, so that an OrderPaid that arrives later opens no ticket;
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
