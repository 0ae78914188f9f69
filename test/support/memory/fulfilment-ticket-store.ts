import { MAX_TICKETS_READ, type TicketStore } from '../../../functions/fulfilment/domain/ticket-store.ts';
import { isOpen, type Ticket, type TicketRecord } from '../../../functions/fulfilment/domain/ticket.ts';
import { versionedMemory, type Copy, type OnWrite, type VersionedMemory } from './versioned-memory.ts';

export type MemoryTicketStore = TicketStore & VersionedMemory<TicketRecord>;

const sortKeyOf = (ticket: Ticket): string => `${ticket.receivedAt}#${ticket.orderId}`;

/** The in-memory counterpart of `dynamoTicketStore`. Both pass the same contract test. */
export const memoryTicketStore = (onWrite?: OnWrite<TicketRecord>, copy?: Copy): MemoryTicketStore => {
  const items = versionedMemory<TicketRecord>(({ orderId }) => orderId, onWrite, copy);
  return {
    ...items,

    list: async ({ status, limit, after }) => {
      const lanes = [...items.rows.values()]
        .flatMap(({ state }) => (state.status === 'TOMBSTONE' ? [] : [state]))
        .filter((ticket) => status === undefined || isOpen(ticket.status) === isOpen(status))
        .filter((ticket) => after === undefined || sortKeyOf(ticket) > after)
        .toSorted((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
      const looked = lanes.slice(0, MAX_TICKETS_READ);
      const found = looked.filter((ticket) => status === undefined || ticket.status === status);
      const page = found.slice(0, limit);
      const hasMore = found.length > limit || lanes.length > looked.length;
      const last = found.length > limit ? page.at(-1) : looked.at(-1);
      return {
        items: structuredClone(page),
        ...(hasMore && last !== undefined ? { next: sortKeyOf(last) } : {}),
      };
    },
  };
};
