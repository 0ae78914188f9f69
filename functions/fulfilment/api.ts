import * as z from 'zod/mini';
import { InstantField, OrderId, OrderLine } from '../../shared/events/fields.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { route, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'ticket.not-found': {
    status: 404,
    meaning: 'The kitchen has no ticket for this order. It gets a ticket when the order is paid.',
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
const NoBody = z.strictObject({});

const TicketStatus = z.enum(['WAITING', 'PREPARING', 'READY', 'COMPLETED', 'CANCELLED']);

/** A ticket of the kitchen: what has to be prepared for one order, and how far the preparation is. */
const Ticket = () =>
  z.strictObject({
    orderId: OrderId,
    /**
     * `WAITING`: nobody has started to prepare the order. `PREPARING`: staff have started. `READY`: the order can be
     * handed over. `COMPLETED`: it was handed over. `CANCELLED`: the order was cancelled, so do not prepare it.
     */
    status: TicketStatus,
    items: z.array(z.strictObject(OrderLine.shape)),
    /** The customer's wishes for the preparation, in the customer's own words. */
    note: z.optional(z.string()),
    /** When the kitchen received the ticket, which is shortly after the order was paid. */
    receivedAt: InstantField,
    /**
     * True if the orders service has confirmed that staff may prepare the order. Until then, the order may still turn
     * out to be cancelled, and cannot be marked as ready. Only a ticket that is PREPARING has this field.
     */
    confirmed: z.optional(z.boolean()),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Ticket: Ticket() });

/**
 * Lists the tickets of one `status`, oldest first. Without `status`, lists all tickets. A page of one status may have
 * fewer than `limit` tickets and still have a `nextCursor`.
 */
export const listTickets = /* @__PURE__ */ route({
  method: 'GET',
  path: '/fulfilment/tickets',
  auth: 'staff',
  summary: 'List tickets, oldest first',
  query: z.strictObject({ status: z.optional(TicketStatus), ...pageQuery }),
  answers: () => ({ 200: pageOf(Ticket()) }),
});

/**
 * Records that staff have started to prepare the order: its ticket becomes PREPARING. Repeating the request does not
 * change the ticket.
 */
export const startTicket = /* @__PURE__ */ route({
  method: 'POST',
  path: '/fulfilment/tickets/{orderId}/start',
  auth: 'staff',
  summary: 'Start to prepare an order',
  params: TicketPath,
  body: NoBody,
  problems: ['ticket.not-found', 'ticket.cancelled'],
  answers: () => ({ 200: Ticket() }),
});

/**
 * Records that the order is prepared and can be handed over: its ticket becomes READY. Repeating the request does not
 * change the ticket.
 */
export const markTicketReady = /* @__PURE__ */ route({
  method: 'POST',
  path: '/fulfilment/tickets/{orderId}/ready',
  auth: 'staff',
  summary: 'Mark an order as ready to be handed over',
  params: TicketPath,
  body: NoBody,
  problems: ['ticket.not-found', 'ticket.cancelled', 'ticket.wrong-step', 'ticket.not-confirmed'],
  answers: () => ({ 200: Ticket() }),
});

/**
 * Records that the order was handed over to the customer: its ticket becomes COMPLETED. Repeating the request does not
 * change the ticket.
 */
export const completeTicket = /* @__PURE__ */ route({
  method: 'POST',
  path: '/fulfilment/tickets/{orderId}/complete',
  auth: 'staff',
  summary: 'Mark an order as handed over',
  params: TicketPath,
  body: NoBody,
  problems: ['ticket.not-found', 'ticket.cancelled', 'ticket.wrong-step'],
  answers: () => ({ 200: Ticket() }),
});
