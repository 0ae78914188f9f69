import type { Ticket } from '../../../web/kitchen/board.ts';

/** The id of an order that ends with `end`. The order's pickup code follows from the last eight hexadecimal digits. */
export const orderIdOf = (end: string): string => `0195f0a0-0000-7000-8000-0000${end.padStart(8, '0')}`;

/** A ticket. @param end the end of its order's id */
export const ticket = (end: string, status: Ticket['status'], more: Partial<Ticket> = {}): Ticket => ({
  orderId: orderIdOf(end),
  status,
  items: [{ productId: 'bun', name: 'Cardamom bun', quantity: 2, unitAmount: 350 }],
  receivedAt: '2026-03-01T09:00:00.000Z',
  ...more,
});
