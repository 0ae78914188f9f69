import * as z from 'zod/mini';
import { InstantField, OrderId, OrderLine } from '../../shared/events/fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { route, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'ticket.not-found': {
    status: 404,
    meaning: 'The kitchen has no ticket for this order. It gets one when the order is paid.',
  },
  'ticket.cancelled': { status: 409, meaning: 'The order was cancelled. Stop its preparation.' },
  'ticket.wrong-step': {
    status: 409,
    meaning: 'Another step must come first: start, then ready, then complete.',
  },
  'ticket.not-confirmed': {
    status: 409,
    meaning: 'The orders service has not confirmed the start yet. Repeat the request in a moment.',
  },
} as const satisfies Problems;

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
    /** The customer's wishes for the preparation, in the customer's own words. */
    note: z.optional(z.string()),
    receivedAt: InstantField,
    /** Whether the orders service has confirmed the start. Only a ticket that is PREPARING has this field. */
    confirmed: z.optional(z.boolean()),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Ticket: Ticket() });

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
  problems: ['ticket.not-found', 'ticket.cancelled', 'ticket.wrong-step', 'ticket.not-confirmed'],
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
  problems: ['ticket.not-found', 'ticket.cancelled', 'ticket.wrong-step', 'ticket.not-confirmed'],
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
  problems: ['ticket.not-found', 'ticket.cancelled', 'ticket.wrong-step', 'ticket.not-confirmed'],
  answers: () => ({ 200: Ticket() }),
});
