import { ticketAggregate } from '../../functions/fulfilment/aggregate.ts';
import type { TicketRecord } from '../../functions/fulfilment/domain/ticket.ts';
import { listTickets } from '../../functions/fulfilment/list-tickets.ts';
import { reactions } from '../../functions/fulfilment/reactions.ts';
import { completeTicket, markTicketReady, startTicket } from '../../functions/fulfilment/step-ticket.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import { eventsIn, type QueueMessage } from '../../shared/events/integration-event.ts';
import type { InboxEvent } from '../../shared/events/subscriptions.ts';
import { deliverTo } from './deliver.ts';
import { memoryTicketStore, type MemoryTicketStore } from './memory/fulfilment-ticket-store.ts';
import { KEEP_DAYS } from './keep-days.ts';

export const orderId = '0195a5a5-0000-7000-8000-000000000001';
const trace = { correlationId: 'request-1', causationId: 'request-1' };
/** The order data from OrderPaid that the ticket keeps. */
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
  OrderAnonymised: { orderId, customerId: 'erased-1', hasPayment: true, hasTicket: true },
} satisfies { readonly [Type in InboxEvent<'fulfilment-inbox'>]: EventData<Type> };

/** The fulfilment service with a store in memory, and a clock that advances one minute per reading. */
export const kitchen = (tickets?: MemoryTicketStore) => {
  const published: QueueMessage[] = [];
  const store =
    tickets ??
    memoryTicketStore((_id, { outbox }) => {
      if (outbox !== undefined) published.push(...eventsIn(outbox));
    });
  let minute = 0;
  const now = () => `2026-03-01T09:${String(minute++).padStart(2, '0')}:00.000Z`;
  const dependencies = { tickets: ticketAggregate(store, now, KEEP_DAYS), now };
  const inbox = deliverTo('fulfilment-inbox', reactions(dependencies));
  const hear = async (type: keyof typeof events): Promise<void> => {
    const time = '2026-03-01T08:59:00.000Z';
    await inbox({ ...trace, id: `${type}:${orderId}`, type, version: 1, time, data: events[type] });
  };
  return {
    store,
    published,
    stored: (): TicketRecord | undefined => store.rows.get(orderId)?.state,
    version: (): number | undefined => store.rows.get(orderId)?.version,
    paid: () => hear('OrderPaid'),
    preparing: () => hear('OrderPreparing'),
    anonymised: () => hear('OrderAnonymised'),
    cancelled: () => hear('OrderCancelled'),
    start: () => startTicket(dependencies)(orderId, trace),
    ready: () => markTicketReady(dependencies)(orderId, trace),
    complete: () => completeTicket(dependencies)(orderId, trace),
    list: () => listTickets({ tickets: store })({ limit: 20 }),
  };
};
