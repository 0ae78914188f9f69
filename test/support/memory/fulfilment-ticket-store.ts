import { LOOKED_AT, type TicketStore } from '../../../functions/fulfilment/domain/ticket-store.ts';
import { isOpen, type Ticket, type TicketRecord } from '../../../functions/fulfilment/domain/ticket.ts';
import { versionedMemory, type Copy, type MemoryRow, type OnWrite } from './versioned-memory.ts';

/** Tickets in memory, with a look inside for tests. */
export interface MemoryTicketStore extends TicketStore {
  readonly rows: ReadonlyMap<string, MemoryRow<TicketRecord>>;
}

const receivedKeyOf = (ticket: Ticket): string => `${ticket.receivedAt}#${ticket.orderId}`;

/** The in-memory twin of `dynamoTicketStore`; the same contract suite runs on both. */
export const memoryTicketStore = (onWrite?: OnWrite<TicketRecord>, copy?: Copy): MemoryTicketStore => {
  const items = versionedMemory<TicketRecord>(onWrite, copy);
  return {
    rows: items.rows,
    load: items.load,
    insert: (record) => items.insert(record.orderId, record, []),
    save: (record, version, outbox) => items.save(record.orderId, record, version, outbox),

    list: async ({ status, limit, after }) => {
      const lanes = [...items.rows.values()]
        .flatMap(({ state }) => (state.status === 'TOMBSTONE' ? [] : [state]))
        .filter((ticket) => status === undefined || isOpen(ticket.status) === isOpen(status))
        .filter((ticket) => after === undefined || receivedKeyOf(ticket) > after)
        .toSorted((a, b) => (receivedKeyOf(a) < receivedKeyOf(b) ? -1 : 1));
      const looked = lanes.slice(0, LOOKED_AT);
      const found = looked.filter((ticket) => status === undefined || ticket.status === status);
      const page = found.slice(0, limit);
      const hasMore = found.length > limit || lanes.length > looked.length;
      const last = found.length > limit ? page.at(-1) : looked.at(-1);
      return {
        items: structuredClone(page),
        ...(hasMore && last !== undefined ? { next: receivedKeyOf(last) } : {}),
      };
    },
  };
};
