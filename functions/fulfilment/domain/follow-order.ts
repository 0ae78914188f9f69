import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { TicketEvent, TicketRecord } from './ticket.ts';

/**
 * Orders confirmed the start. A ticket that is not in preparation stays as it is: it has moved on, or was cancelled after
 * the confirmation.
 */
export const confirmStart = (record: TicketRecord): Decision<TicketEvent, never> => {
  switch (record.status) {
    case 'PREPARING':
      return record.confirmed ? accept() : accept({ type: 'PreparationConfirmed' });
    case 'WAITING':
    case 'READY':
    case 'COMPLETED':
    case 'CANCELLED':
    case 'TOMBSTONE':
      return accept();
  }
};

/** The order was cancelled: stop, unless it was handed over or the ticket is closed. */
export const cancel =
  (at: Instant) =>
  (record: TicketRecord): Decision<TicketEvent, never> => {
    switch (record.status) {
      case 'WAITING':
      case 'PREPARING':
      case 'READY':
        return accept({ type: 'TicketCancelled', at });
      case 'COMPLETED':
      case 'CANCELLED':
      case 'TOMBSTONE':
        return accept();
    }
  };
