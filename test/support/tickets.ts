import type { PreparingTicket, Ticket, WaitingTicket } from '../../functions/fulfilment/domain/ticket.ts';

/**
 * The order id of the `n`-th ticket. Sixteen successive ids end in 16 different digits, so together they use every
 * index shard.
 */
export const orderIdOf = (n: number): string => `0195a5a5-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** The `n`-th ticket, received in the `n`-th second of the day. */
export const waiting = (
  n: number,
  receivedAt = new Date(Date.UTC(2026, 2, 1) + n * 1000).toISOString(),
): WaitingTicket => ({
  status: 'WAITING',
  orderId: orderIdOf(n),
  customerId: 'alice',
  items: [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }],
  receivedAt,
});

const startedAt = '2026-03-01T10:00:00.000Z';
const readyAt = '2026-03-01T11:00:00.000Z';

/** The `n`-th ticket after its preparation was started. */
export const preparing = (n: number): PreparingTicket => ({
  ...waiting(n),
  status: 'PREPARING',
  startedAt,
  confirmed: false,
});
export const ready = (n: number): Ticket => ({ ...waiting(n), status: 'READY', startedAt, readyAt });
export const completed = (n: number): Ticket => ({
  ...waiting(n),
  status: 'COMPLETED',
  startedAt,
  readyAt,
  completedAt: '2026-03-01T12:00:00.000Z',
});
export const cancelled = (n: number): Ticket => ({
  ...waiting(n),
  status: 'CANCELLED',
  cancelledAt: '2026-03-01T12:00:00.000Z',
});
