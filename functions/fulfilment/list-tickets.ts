import type { Page } from '../../shared/kernel/page.ts';
import { viewOf, type TicketView } from './domain/ticket.ts';
import type { TicketQuery, TicketStore } from './domain/ticket-store.ts';

/** Lists the tickets of one status, or all tickets, oldest first. */
export const listTickets =
  ({ tickets }: { readonly tickets: Pick<TicketStore, 'list'> }) =>
  async (query: TicketQuery): Promise<Page<TicketView>> => {
    const page = await tickets.list(query);
    return { ...page, items: page.items.map(viewOf) };
  };
