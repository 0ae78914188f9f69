import type { OrderLine } from '../../../shared/events/fields.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { without } from '../../../shared/kernel/aggregate.ts';

/** The fields of every ticket. */
interface TicketFacts {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly OrderLine[];
  /** The customer's wishes, in the customer's own words. Removed when the ticket closes. */
  readonly note?: string;
  readonly receivedAt: Instant;
}

/** The order is paid, and nobody has begun to prepare it. */
export interface WaitingTicket extends TicketFacts {
  readonly status: 'WAITING';
}

/**
 * Staff have begun to prepare the order. `confirmed` becomes true when the orders service confirms the start. Before
 * the confirmation, the order may already be cancelled, so the ticket cannot be declared ready.
 */
export interface PreparingTicket extends TicketFacts {
  readonly status: 'PREPARING';
  readonly startedAt: Instant;
  readonly confirmed: boolean;
}

/** The order is ready to be handed over. */
export interface ReadyTicket extends TicketFacts {
  readonly status: 'READY';
  readonly startedAt: Instant;
  readonly readyAt: Instant;
}

/** The order was handed over. Afterwards, only the erasure of the customer's data changes the ticket. */
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

/** What the kitchen has to prepare for one order. */
export type Ticket = WaitingTicket | PreparingTicket | ReadyTicket | CompletedTicket | CancelledTicket;

export type TicketStatus = Ticket['status'];

/** Whether the kitchen still has work with tickets of this status. A closed ticket is never opened again. */
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
 * A record that a cancellation inserts if the order has no ticket: the order was cancelled before it was paid, or
 * OrderCancelled arrived before OrderPaid. If OrderPaid arrives later, the service finds the tombstone and opens no
 * ticket.
 */
export interface Tombstone {
  readonly status: 'TOMBSTONE';
  readonly orderId: string;
  readonly cancelledAt: Instant;
}

/** What is stored under an order's id: its ticket, or a tombstone. */
export type TicketRecord = Ticket | Tombstone;

/** True if the kitchen has nothing more to do for the order. Only then does the record get an expiry time. */
export const isOver = ({ status }: TicketRecord): boolean => status === 'TOMBSTONE' || !isOpen(status);

/** What can happen to a ticket after it was opened. */
export type TicketEvent =
  | { readonly type: 'PreparationStarted'; readonly at: Instant }
  /** Staff repeated the start before the orders service confirmed it. `at` is the time of the first start. */
  | { readonly type: 'PreparationStartRepeated'; readonly at: Instant }
  | { readonly type: 'PreparationConfirmed' }
  | { readonly type: 'TicketReady'; readonly at: Instant }
  | { readonly type: 'TicketCompleted'; readonly at: Instant }
  | { readonly type: 'TicketCancelled'; readonly at: Instant }
  /** The customer is forgotten. `pseudonym` replaces the customer's id. */
  | { readonly type: 'CustomerForgotten'; readonly pseudonym: string };

/** A ticket as staff see it, without the customer's id. */
export interface TicketView extends Omit<TicketFacts, 'customerId'> {
  readonly status: TicketStatus;
  /** Whether the orders service has confirmed the start. Only a PREPARING ticket has this field. */
  readonly confirmed?: boolean;
}

/** Builds the view of a ticket that the API returns. */
export const viewOf = (record: TicketRecord): TicketView => {
  const { orderId, status, items, note, receivedAt } = record as Ticket;
  return {
    orderId,
    items,
    ...(note === undefined ? {} : { note }),
    receivedAt,
    status,
    ...(record.status === 'PREPARING' ? { confirmed: record.confirmed } : {}),
  };
};

/** The fields that are removed when a ticket becomes READY. All others stay. */
const preparingOnly = ['confirmed'] as const satisfies readonly (keyof PreparingTicket)[];

/** Fields that are removed when a ticket is cancelled. A start also removes them, before it sets its own values. */
const openOnly = [...preparingOnly, 'startedAt', 'readyAt'] as const satisfies readonly (
  keyof PreparingTicket | keyof ReadyTicket
)[];

/** The texts that the customer wrote. They are removed when the ticket closes. */
const customerTexts = ['note'] as const satisfies readonly (keyof TicketFacts)[];

/** The ticket after an event. A tombstone stays unchanged. */
export const evolve = (record: TicketRecord, event: TicketEvent): TicketRecord => {
  if (record.status === 'TOMBSTONE') return record;
  switch (event.type) {
    case 'PreparationStarted':
      return { ...without(record, openOnly), status: 'PREPARING', startedAt: event.at, confirmed: false };
    case 'PreparationStartRepeated':
      return record;
    case 'PreparationConfirmed':
      return record.status === 'PREPARING' ? { ...record, confirmed: true } : record;
    case 'TicketReady':
      if (record.status !== 'PREPARING') return record;
      return { ...without(record, preparingOnly), status: 'READY', readyAt: event.at };
    case 'TicketCompleted':
      return record.status === 'READY'
        ? { ...without(record, customerTexts), status: 'COMPLETED', completedAt: event.at }
        : record;
    case 'TicketCancelled':
      return {
        ...without(record, [...openOnly, ...customerTexts]),
        status: 'CANCELLED',
        cancelledAt: event.at,
      };
    case 'CustomerForgotten':
      // A closed ticket has such a text only if an earlier version of this code wrote the ticket.
      return {
        ...(isOpen(record.status) ? record : (without(record, customerTexts) as Ticket)),
        customerId: event.pseudonym,
      };
  }
};
