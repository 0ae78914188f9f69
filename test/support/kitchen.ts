import { completeTicket } from '../../functions/fulfilment/complete-ticket/complete-ticket.ts';
import type { TicketRecord } from '../../functions/fulfilment/domain/ticket.ts';
import { listTickets } from '../../functions/fulfilment/list-tickets/list-tickets.ts';
import { markTicketReady } from '../../functions/fulfilment/mark-ticket-ready/mark-ticket-ready.ts';
import { fulfilmentOutbox } from '../../functions/fulfilment/outbox.ts';
import { reactions } from '../../functions/fulfilment/reactions.ts';
import { startTicket } from '../../functions/fulfilment/start-ticket/start-ticket.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import type { InboxEvent } from '../../shared/events/subscriptions.ts';
import type { OutboxMessage } from '../../shared/kernel/outbox.ts';
import { dispatcher } from '../../shared/messaging/dispatch.ts';
import { memoryTicketStore, type MemoryTicketStore } from './memory/fulfilment-ticket-store.ts';

/** The order that the kitchen of `kitchen` is about. */
export const orderId = '0195a5a5-0000-7000-8000-000000000001';
const cause = { correlationId: 'request-1', causationId: 'request-1' };
/** What it hears when that order was paid. */
export const paid = {
  orderId,
  customerId: 'alice',
  items: [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }],
  note: 'no sugar',
};

const events = {
  OrderPaid: { ...paid, totalAmount: 124_000, currency: 'EUR', placedAt: '2026-03-01T08:50:00.000Z' },
  OrderPreparing: { orderId, customerId: 'alice' },
  OrderCancelled: {
    orderId,
    customerId: 'alice',
    items: paid.items,
    previousStatus: 'PAID',
    by: 'customer',
    cause: 'cancelled-by-customer',
  },
} satisfies { readonly [Type in InboxEvent<'fulfilment-inbox'>]: EventData<Type> };

/** The kitchen over a store in memory, with a clock that goes on a minute each time it is read. */
export const kitchen = (tickets?: MemoryTicketStore) => {
  const published: OutboxMessage[] = [];
  const store = tickets ?? memoryTicketStore((_id, row) => published.push(...row.outbox));
  let minute = 0;
  const now = () => `2026-03-01T09:${String(minute++).padStart(2, '0')}:00.000Z`;
  const dependencies = { tickets: store, toEnvelopes: fulfilmentOutbox, now };
  const inbox = dispatcher('fulfilment-inbox', reactions(dependencies));
  const hear = async (type: keyof typeof events): Promise<void> => {
    const time = '2026-03-01T08:59:00.000Z';
    await inbox({ ...cause, id: `${type}:${orderId}`, type, version: 1, time, data: events[type] });
  };
  return {
    store,
    published,
    stored: (): TicketRecord | undefined => store.rows.get(orderId)?.state,
    version: (): number | undefined => store.rows.get(orderId)?.version,
    paid: () => hear('OrderPaid'),
    preparing: () => hear('OrderPreparing'),
    cancelled: () => hear('OrderCancelled'),
    start: () => startTicket(dependencies)(orderId, cause),
    ready: () => markTicketReady(dependencies)(orderId, cause),
    complete: () => completeTicket(dependencies)(orderId, cause),
    list: () => listTickets({ tickets: store })({ limit: 20 }),
  };
};
