import type { components } from '../../client/index.ts';

export type Ticket = components['schemas']['Ticket'];

/** The lanes of the board, from left to right. */
export const lanes = ['WAITING', 'PREPARING', 'READY'] as const;
export type Lane = (typeof lanes)[number];

/** A ticket as this board knows it. Times are in milliseconds since 1970. */
export interface Entry {
  readonly ticket: Ticket;
  /** The lane in which the ticket is, or was before it was closed. */
  readonly lane: Lane;
  /** When this board noticed the last change. */
  readonly changedAt: number;
  /** Whether somebody has seen that the order was cancelled. */
  readonly seen: boolean;
}

/** All tickets that this board knows, by the ids of their orders. */
export type Board = ReadonlyMap<string, Entry>;

/** How long a cancelled ticket stays on the board if nobody taps it, in milliseconds. */
export const CANCELLED_SHOWN_MS = 60_000;

/**
 * How long a closed ticket is remembered. For a moment, a list from the API can still contain the ticket, but the
 * ticket must not appear on the board again.
 */
const REMEMBERED_MS = 10 * 60_000;

const isLane = (status: Ticket['status']): status is Lane => (lanes as readonly string[]).includes(status);

/** True if the kitchen still has work to do on the ticket. */
export const isOpen = ({ ticket }: Entry): boolean => isLane(ticket.status);

/**
 * How far the preparation of a ticket is. A ticket never returns to an earlier step, so the state with more progress is
 * the newer state.
 */
const progressOf = ({ status, confirmed }: Ticket): number => {
  switch (status) {
    case 'WAITING':
      return 0;
    case 'PREPARING':
      return confirmed === true ? 2 : 1;
    case 'READY':
      return 3;
    case 'COMPLETED':
      return 4;
    case 'CANCELLED':
      return 5;
  }
};

/** The entry after the API has returned a ticket. A state that is older than the known state changes nothing. */
const entryAfter = (known: Entry | undefined, ticket: Ticket, now: number): Entry => {
  if (known !== undefined && progressOf(ticket) <= progressOf(known.ticket)) return known;
  const lane = isLane(ticket.status) ? ticket.status : (known?.lane ?? 'READY');
  return { ticket, lane, changedAt: now, seen: false };
};

/**
 * The board after the API has returned tickets, in a list or in the response to a step. Returns the same object if
 * nothing has changed, so that nothing is drawn again.
 * @param now in milliseconds
 */
export const withTickets = (board: Board, tickets: readonly Ticket[], now: number): Board => {
  const next = new Map(board);
  for (const ticket of tickets) {
    next.set(ticket.orderId, entryAfter(next.get(ticket.orderId), ticket, now));
  }
  for (const [orderId, entry] of next) {
    if (!isOpen(entry) && now - entry.changedAt > REMEMBERED_MS) next.delete(orderId);
  }
  const isSame = next.size === board.size && [...next].every(([id, entry]) => board.get(id) === entry);
  return isSame ? board : next;
};

/**
 * The board after a ticket was closed. What the customer wrote is removed, because it may contain something about a
 * person's health.
 */
export const closed = (
  board: Board,
  orderId: string,
  status: 'COMPLETED' | 'CANCELLED',
  now: number,
): Board => {
  const known = board.get(orderId);
  if (known === undefined) return board;
  const { items, receivedAt } = known.ticket;
  return withTickets(board, [{ orderId, items, receivedAt, status }], now);
};

/** The board without a ticket that no longer exists. */
export const forgotten = (board: Board, orderId: string): Board => {
  const next = new Map(board);
  next.delete(orderId);
  return next;
};

/** The board after somebody has seen that an order was cancelled. */
export const acknowledged = (board: Board, orderId: string): Board => {
  const known = board.get(orderId);
  return known === undefined ? board : new Map(board).set(orderId, { ...known, seen: true });
};

/**
 * The order ids of open tickets that are in none of the lists. Such a ticket was closed, or it moved to another list
 * while the page read the lists.
 */
export const missing = (board: Board, listed: readonly Ticket[]): readonly string[] => {
  const there = new Set(listed.map(({ orderId }) => orderId));
  return [...board].flatMap(([orderId, entry]) => (isOpen(entry) && !there.has(orderId) ? [orderId] : []));
};

/** The differences between two states of the board. The page announces them to the kitchen. */
export interface News {
  readonly arrived: readonly Ticket[];
  readonly cancelled: readonly Ticket[];
}

/**
 * Compares two states of the board. A new ticket that is already being prepared is left out, because another tablet has
 * announced it.
 */
export const newsOf = (before: Board, after: Board): News => {
  const changed = [...after.values()].filter((entry) => before.get(entry.ticket.orderId) !== entry);
  return {
    arrived: changed.flatMap(({ ticket }) =>
      ticket.status === 'WAITING' && !before.has(ticket.orderId) ? [ticket] : [],
    ),
    cancelled: changed.flatMap(({ ticket, seen }) =>
      ticket.status === 'CANCELLED' && !seen && before.get(ticket.orderId)?.ticket.status !== 'CANCELLED'
        ? [ticket]
        : [],
    ),
  };
};

/** Whether an entry is shown: it is open, or its order was cancelled and nobody has seen that yet. */
export const isShown = (entry: Entry, now: number): boolean =>
  isOpen(entry) ||
  (entry.ticket.status === 'CANCELLED' && !entry.seen && now - entry.changedAt < CANCELLED_SHOWN_MS);

/** The entries of a lane that are shown, oldest first. */
export const inLane = (board: Board, lane: Lane, now: number): readonly Entry[] =>
  [...board.values()]
    .filter((entry) => entry.lane === lane && isShown(entry, now))
    .sort(
      ({ ticket: one }, { ticket: other }) =>
        one.receivedAt.localeCompare(other.receivedAt) || one.orderId.localeCompare(other.orderId),
    );
