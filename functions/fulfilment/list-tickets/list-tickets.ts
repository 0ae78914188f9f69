import type { Page } from '../../../shared/kernel/page.ts';
import type { TicketQuery, TicketStore } from '../domain/ticket-store.ts';
import { viewOf, type TicketView } from '../domain/ticket.ts';

/** Answers a page of tickets. */
export type ListTickets = (query: TicketQuery) => Promise<Page<TicketView>>;

/** The tickets of a status, or all of them, oldest first: who has waited longest comes first. */
export const listTickets =
  ({ tickets }: { readonly tickets: TicketStore }): ListTickets =>
  async (query) => {
    const page = await tickets.list(query);
    return { ...page, items: page.items.map(viewOf) };
  };
