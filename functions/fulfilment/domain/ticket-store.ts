import type { AggregateStore } from '../../../shared/kernel/aggregate.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Ticket, TicketRecord, TicketStatus } from './ticket.ts';

/** Selects the tickets of one status. Without a status, all tickets. */
export interface TicketQuery extends PageRequest {
  readonly status?: TicketStatus;
}

/**
 * The most tickets that are read for one page. A list of one status also reads tickets of other statuses and drops
 * them, because the index distinguishes only open and closed tickets.
 */
export const MAX_TICKETS_READ = 500;

/**
 * Stores one record for each order: a ticket or a tombstone. A record expires only when no event about its order can be
 * delivered or replayed any more (docs/personal-data.md).
 */
export interface TicketStore extends AggregateStore<TicketRecord> {
  /**
   * Lists tickets, but no tombstones, oldest first. The read is eventually consistent. A page can be short or empty
   * although more pages follow, if few of the `MAX_TICKETS_READ` tickets that were read for it have the wanted status.
   */
  list(query: TicketQuery): Promise<Page<Ticket>>;
}
