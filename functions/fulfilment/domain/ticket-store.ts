import type { InsertOutcome, SaveOutcome, Stored } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Ticket, TicketRecord, TicketStatus } from './ticket.ts';

/** Asks for all tickets, or for those of one status. */
export interface TicketQuery extends PageRequest {
  readonly status?: TicketStatus;
}

/** Tickets that a list reads for one page at most. A list of one status also reads those of others. */
export const MAX_TICKETS_READ = 500;

/**
 * Stores one record for each order. Records are never deleted: a tombstone must outlive every event that could still be
 * delivered or replayed.
 */
export interface TicketStore {
  /** The record of an order, strongly consistent; `undefined` when there is none. */
  load(orderId: string): Promise<Stored<TicketRecord> | undefined>;
  /** Writes an order's first record with its outbox, unless it has one. */
  insert(record: TicketRecord, outbox: Outbox | undefined): Promise<InsertOutcome>;
  /** Writes version `version + 1` with its outbox, if `version` is still the stored one. */
  save(record: TicketRecord, version: number, outbox: Outbox | undefined): Promise<SaveOutcome>;
  /**
   * Tickets, oldest first, no tombstones. Eventually consistent. A page may be short, or empty, and still have a next one,
   * if few of the `MAX_TICKETS_READ` have the status.
   */
  list(query: TicketQuery): Promise<Page<Ticket>>;
}
