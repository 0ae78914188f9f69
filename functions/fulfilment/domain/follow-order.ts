import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { TicketEvent, TicketRecord } from './ticket.ts';

/**
 * Records that the orders service confirmed the start of the preparation. A ticket that is not PREPARING stays as it
 * is. For example, the confirmation may arrive a second time, when the ticket is already READY.
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

/** Cancels the ticket of a cancelled order. A closed ticket or a tombstone stays as it is. */
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

/**
 * Replaces the customer's id in the ticket of a forgotten customer. A tombstone stays as it is, because it does not
 * contain a customer's id.
 */
export const forgetCustomer =
  (pseudonym: string) =>
  (record: TicketRecord): Decision<TicketEvent, never> =>
    record.status === 'TOMBSTONE' || record.customerId === pseudonym
      ? accept()
      : accept({ type: 'CustomerForgotten', pseudonym });
