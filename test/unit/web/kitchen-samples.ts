import type { Ticket } from '../../../web/kitchen/board.ts';

/** An order id that ends with `end`. The order's pickup code depends on the id's last eight hexadecimal digits. */
export const orderIdOf = (end: string): string => `0195f0a0-0000-7000-8000-0000${end.padStart(8, '0')}`;

/** A ticket of the order whose id ends with `end`. */
export const ticket = (end: string, status: Ticket['status'], more: Partial<Ticket> = {}): Ticket => ({
  orderId: orderIdOf(end),
  status,
  items: [{ productId: 'bun', name: 'Cardamom bun', quantity: 2, unitAmount: 350 }],
  receivedAt: '2026-03-01T09:00:00.000Z',
  ...more,
});
