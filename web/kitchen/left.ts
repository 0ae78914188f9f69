import type { Ticket } from './board.ts';

/** A ticket that left the board. */
export interface Left {
  readonly orderId: string;
  readonly how: 'handed over' | 'cancelled';
  readonly items: readonly { readonly productId: string; readonly name: string; readonly quantity: number }[];
  /** When this board noticed that the ticket left, in milliseconds since 1970. */
  readonly at: number;
}

/** How many tickets that left are kept on the tablet, and for how long, in milliseconds. */
const MAX_LEFT = 30;
const KEEP_LEFT_MS = 12 * 3600_000;

/** The list after some tickets left the board. The list contains no notes, and drops old entries. */
export const withLeft = (
  before: readonly Left[],
  tickets: readonly Ticket[],
  now: number,
): readonly Left[] => {
  const gone = new Set(tickets.map(({ orderId }) => orderId));
  const added = tickets.map(({ orderId, status, items }): Left => ({
    orderId,
    how: status === 'CANCELLED' ? 'cancelled' : 'handed over',
    items: items.map(({ productId, name, quantity }) => ({ productId, name, quantity })),
    at: now,
  }));
  return [...added, ...before.filter(({ orderId }) => !gone.has(orderId))]
    .filter(({ at }) => now - at < KEEP_LEFT_MS)
    .slice(0, MAX_LEFT);
};
