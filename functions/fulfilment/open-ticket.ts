import type { EventData } from '../../shared/events/catalog.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Tickets } from './aggregate.ts';

/**
 * Opens the ticket of a paid order. Does nothing if the order has a record already: either the event is a duplicate, or
 * a cancellation that arrived earlier inserted a tombstone (`cancelTicket`).
 */
export const openTicket =
  ({ tickets, now }: { readonly tickets: Tickets; readonly now: Clock }) =>
  async (
    {
      orderId,
      customerId,
      items,
      note,
    }: Omit<EventData<'OrderPaid'>, 'totalAmount' | 'currency' | 'placedAt'>,
    trace: Trace,
  ): Promise<void> => {
    await tickets.create(
      {
        status: 'WAITING',
        orderId,
        customerId,
        items: items.map(({ productId, name, quantity, unitAmount }) => ({
          productId,
          name,
          quantity,
          unitAmount,
        })),
        ...(note === undefined ? {} : { note }),
        receivedAt: now(),
      },
      trace,
    );
  };
