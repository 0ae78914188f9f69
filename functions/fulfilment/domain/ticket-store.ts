import type { SaveOutcome, Stored } from '../../../shared/kernel/change.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Ticket, TicketRecord, TicketStatus } from './ticket.ts';

/** Which tickets are wanted: all, or those of one status. */
export interface TicketQuery extends PageRequest {
  readonly status?: TicketStatus;
}

/** How many tickets a list of one status looks at for a page, at the most: it comes upon those of others as well. */
export const LOOKED_AT = 500;

/**
 * Keeps one record an order. Records are never deleted: a tombstone must outlive every event that could still be
 * delivered or replayed.
 */
export interface TicketStore {
  /** The record of an order, strongly consistent; `undefined` when there is none. */
  load(orderId: string): Promise<Stored<TicketRecord> | undefined>;
  /** Stores an order's first record, unless it has one. */
  insert(record: TicketRecord): Promise<'inserted' | 'exists'>;
  /** Stores the next state and what it publishes in one write, if `version` is still the stored one. */
  save(record: TicketRecord, version: number, outbox: readonly OutboxMessage[]): Promise<SaveOutcome>;
  /**
   * Tickets, oldest first, no tombstones. Eventually consistent. A page before the last may hold fewer than `limit`, even
   * none, when those of the status are few among `LOOKED_AT`; the next one goes on behind them.
   */
  list(query: TicketQuery): Promise<Page<Ticket>>;
}
