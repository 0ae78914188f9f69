import type { Instant } from '../../../shared/kernel/clock.ts';

/** Something to prepare, as it was ordered. */
export interface TicketLine {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  /** Minor units. */
  readonly unitAmount: number;
}

/** What is known of a ticket from the moment it came in. */
interface TicketFacts {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly TicketLine[];
  /** What the customer wished, in their own words. */
  readonly note?: string;
  readonly receivedAt: Instant;
}

/** Paid for, and nobody has begun. */
export interface WaitingTicket extends TicketFacts {
  readonly status: 'WAITING';
}

/**
 * Begun. `confirmed` becomes true with the answer of orders: until then a cancellation may have won there, so nothing
 * is declared ready, let alone handed over.
 */
export interface PreparingTicket extends TicketFacts {
  readonly status: 'PREPARING';
  readonly startedAt: Instant;
  readonly confirmed: boolean;
}

/** To be handed over. */
export interface ReadyTicket extends TicketFacts {
  readonly status: 'READY';
  readonly startedAt: Instant;
  readonly readyAt: Instant;
}

/** Handed over: nothing changes it any more. */
export interface CompletedTicket extends TicketFacts {
  readonly status: 'COMPLETED';
  readonly startedAt: Instant;
  readonly readyAt: Instant;
  readonly completedAt: Instant;
}

/** The order was cancelled while its ticket was open. */
export interface CancelledTicket extends TicketFacts {
  readonly status: 'CANCELLED';
  readonly cancelledAt: Instant;
}

/** What there is to prepare for an order. */
export type Ticket = WaitingTicket | PreparingTicket | ReadyTicket | CompletedTicket | CancelledTicket;

/** What a ticket's status may be, in the order of its life. */
export const ticketStatuses = ['WAITING', 'PREPARING', 'READY', 'COMPLETED', 'CANCELLED'] as const;
export type TicketStatus = Ticket['status'];

/** Whether the kitchen still has something to do for tickets of a status. Those that are closed are never opened again. */
export const isOpen = (status: TicketStatus): boolean => {
  switch (status) {
    case 'WAITING':
    case 'PREPARING':
    case 'READY':
      return true;
    case 'COMPLETED':
    case 'CANCELLED':
      return false;
  }
};

/**
 * Left by a cancellation that came before its ticket, or whose order was never paid: should OrderPaid follow, no
 * ticket is opened. Not a ticket, and in no list.
 */
export interface Tombstone {
  readonly status: 'TOMBSTONE';
  readonly orderId: string;
  readonly cancelledAt: Instant;
}

/** What is stored under an order's id. */
export type TicketRecord = Ticket | Tombstone;

/** What happens to a ticket after it came in. */
export type TicketEvent =
  | { readonly type: 'PreparationStarted'; readonly at: Instant }
  /** The start was asked for again while orders had not confirmed it; `at` is when it was first asked for. */
  | { readonly type: 'PreparationStartRepeated'; readonly at: Instant }
  | { readonly type: 'PreparationConfirmed' }
  | { readonly type: 'TicketReady'; readonly at: Instant }
  | { readonly type: 'TicketCompleted'; readonly at: Instant }
  | { readonly type: 'TicketCancelled'; readonly at: Instant };

/** A ticket as staff see it; who the customer is stays inside. */
export interface TicketView extends Omit<TicketFacts, 'customerId'> {
  readonly status: TicketStatus;
}

const factsOf = ({ orderId, customerId, items, note, receivedAt }: Ticket): TicketFacts => ({
  orderId,
  customerId,
  items,
  ...(note === undefined ? {} : { note }),
  receivedAt,
});

/** What the API answers of a ticket. */
export const viewOf = (ticket: Ticket): TicketView => {
  const { customerId: _customerId, ...facts } = factsOf(ticket);
  return { ...facts, status: ticket.status };
};

/** The state after an event. An event that does not fit the state changes nothing; `decide` never makes such a pair. */
export const evolve = (record: TicketRecord, event: TicketEvent): TicketRecord => {
  if (record.status === 'TOMBSTONE') return record;
  const facts = factsOf(record);
  switch (event.type) {
    case 'PreparationStarted':
      return { ...facts, status: 'PREPARING', startedAt: event.at, confirmed: false };
    case 'PreparationStartRepeated':
      return record;
    case 'PreparationConfirmed':
      return record.status === 'PREPARING' ? { ...record, confirmed: true } : record;
    case 'TicketReady':
      if (record.status !== 'PREPARING') return record;
      return { ...facts, status: 'READY', startedAt: record.startedAt, readyAt: event.at };
    case 'TicketCompleted':
      return record.status === 'READY' ? { ...record, status: 'COMPLETED', completedAt: event.at } : record;
    case 'TicketCancelled':
      return { ...facts, status: 'CANCELLED', cancelledAt: event.at };
  }
};
