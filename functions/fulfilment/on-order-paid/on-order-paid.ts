import type { Clock } from '../../../shared/kernel/clock.ts';
import type { TicketStore } from '../domain/ticket-store.ts';
import type { TicketLine } from '../domain/ticket.ts';

/** What fulfilment reads of the event. */
export interface OrderPaid {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly TicketLine[];
  readonly note?: string | undefined;
}

/**
 * An order was paid: its ticket waits to be prepared.
 * Where there is a record already, nothing happens: the event is a duplicate, or a cancellation was faster and left a
 * tombstone.
 */
export const onOrderPaid =
  ({ tickets, now }: { readonly tickets: TicketStore; readonly now: Clock }) =>
  async ({ orderId, customerId, items, note }: OrderPaid): Promise<void> => {
    await tickets.insert({
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
    });
  };
