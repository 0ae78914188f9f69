import { completeTicket } from '../../functions/fulfilment/complete-ticket/complete-ticket.ts';
import type { TicketRecord } from '../../functions/fulfilment/domain/ticket.ts';
import { listTickets } from '../../functions/fulfilment/list-tickets/list-tickets.ts';
import { markTicketReady } from '../../functions/fulfilment/mark-ticket-ready/mark-ticket-ready.ts';
import { onOrderCancelled } from '../../functions/fulfilment/on-order-cancelled/on-order-cancelled.ts';
import { onOrderPaid } from '../../functions/fulfilment/on-order-paid/on-order-paid.ts';
import { onOrderPreparing } from '../../functions/fulfilment/on-order-preparing/on-order-preparing.ts';
import { fulfilmentOutbox } from '../../functions/fulfilment/outbox.ts';
import { startTicket } from '../../functions/fulfilment/start-ticket/start-ticket.ts';
import type { OutboxMessage } from '../../shared/kernel/outbox.ts';
import { memoryTicketStore, type MemoryTicketStore } from './memory/fulfilment-ticket-store.ts';

/** The order that the kitchen of `kitchen` is about. */
export const orderId = '0195a5a5-0000-7000-8000-000000000001';
const cause = { correlationId: 'request-1', causationId: 'request-1' };
const context = {
  correlationId: 'request-1',
  causationId: 'OrderPaid:1',
  sentAt: '2026-03-01T08:59:00.000Z',
};
/** What it hears when that order was paid. */
export const paid = {
  orderId,
  customerId: 'alice',
  items: [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }],
  note: 'no sugar',
};

/** The kitchen over a store in memory, with a clock that goes on a minute each time it is read. */
export const kitchen = (tickets?: MemoryTicketStore) => {
  const published: OutboxMessage[] = [];
  const store = tickets ?? memoryTicketStore((_id, row) => published.push(...row.outbox));
  let minute = 0;
  const now = () => `2026-03-01T09:${String(minute++).padStart(2, '0')}:00.000Z`;
  const dependencies = { tickets: store, toEnvelopes: fulfilmentOutbox, now };
  return {
    store,
    published,
    stored: (): TicketRecord | undefined => store.rows.get(orderId)?.state,
    version: (): number | undefined => store.rows.get(orderId)?.version,
    paid: () => onOrderPaid(dependencies)(paid),
    preparing: () => onOrderPreparing(dependencies)({ orderId }, context),
    cancelled: () => onOrderCancelled(dependencies)({ orderId }, context),
    start: () => startTicket(dependencies)(orderId, cause),
    ready: () => markTicketReady(dependencies)(orderId, cause),
    complete: () => completeTicket(dependencies)(orderId, cause),
    list: () => listTickets({ tickets: store })({ limit: 20 }),
  };
};
