import { shop, type Examples } from './example.ts';

const { orderId, productId } = shop;

const ticket = {
  orderId,
  status: 'WAITING',
  items: [{ productId, name: 'Cardamom bun', quantity: 2, unitAmount: 450 }],
  note: 'No paper bag, please.',
  receivedAt: '2026-03-02T08:17:00.000Z',
};

// The note is deleted when the ticket closes.
const { note: _note, ...closed } = ticket;

/** Examples of the routes about the kitchen's tickets. */
export const kitchenExamples: Examples = {
  listTickets: { query: { status: 'WAITING', limit: 20 }, answers: { 200: { items: [ticket] } } },
  startTicket: { path: { orderId }, answers: { 200: { ...ticket, status: 'PREPARING', confirmed: false } } },
  markTicketReady: { path: { orderId }, answers: { 200: { ...ticket, status: 'READY' } } },
  completeTicket: { path: { orderId }, answers: { 200: { ...closed, status: 'COMPLETED' } } },
};
