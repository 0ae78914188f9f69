import * as z from 'zod/mini';
import { InstantField, OrderId, OrderLine } from '../../shared/events/fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { route } from '../../shared/http/route.ts';

const TicketPath = z.strictObject({ orderId: OrderId });
/** The request for a step of a ticket has an empty body. */
const NoBody = z.strictObject({});

const TicketStatus = z.enum(['WAITING', 'PREPARING', 'READY', 'COMPLETED', 'CANCELLED']);

/** A ticket as staff see it. */
const Ticket = () =>
  z.strictObject({
    orderId: OrderId,
    status: TicketStatus,
    items: z.array(z.strictObject(OrderLine.shape)),
    note: z.optional(z.string()),
    receivedAt: InstantField,
  });

/** Lists the tickets of one status, or all tickets, oldest first. */
export const listTickets = /* @__PURE__ */ route({
  method: 'GET',
  path: '/fulfilment/tickets',
  auth: 'staff',
  summary: 'List tickets, oldest first',
  query: z.strictObject({ status: z.optional(TicketStatus), ...pageQuery }),
  answers: () => ({ 200: pageOf(Ticket()) }),
});

/** Idempotent: a repeated request succeeds and does not change the ticket. */
export const startTicket = /* @__PURE__ */ route({
  method: 'POST',
  path: '/fulfilment/tickets/{orderId}/start',
  auth: 'staff',
  summary: 'Begin to prepare an order',
  params: TicketPath,
  body: NoBody,
  answers: () => ({ 200: Ticket() }),
});

/** Idempotent: a repeated request succeeds and does not change the ticket. */
export const markTicketReady = /* @__PURE__ */ route({
  method: 'POST',
  path: '/fulfilment/tickets/{orderId}/ready',
  auth: 'staff',
  summary: 'Declare an order ready to be handed over',
  params: TicketPath,
  body: NoBody,
  answers: () => ({ 200: Ticket() }),
});

/** Idempotent: a repeated request succeeds and does not change the ticket. */
export const completeTicket = /* @__PURE__ */ route({
  method: 'POST',
  path: '/fulfilment/tickets/{orderId}/complete',
  auth: 'staff',
  summary: 'Hand an order over',
  params: TicketPath,
  body: NoBody,
  answers: () => ({ 200: Ticket() }),
});
