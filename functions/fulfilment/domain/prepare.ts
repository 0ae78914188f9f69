import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { TicketEvent, TicketRecord } from './ticket.ts';

/** Why the service refuses a step of the preparation. */
export type StepRejection =
  | 'cancelled'
  /** The ticket is not ready for this step, because an earlier step is missing. */
  | 'wrong-step'
  /** The orders service has not confirmed the start yet. */
  | 'not-confirmed';

/** The business rule for one step of the preparation. */
export type Step = (record: TicketRecord, at: Instant) => Decision<TicketEvent, StepRejection>;

/**
 * Begins the preparation. If staff repeat the start before the orders service has confirmed it, FulfilmentStarted is
 * published again, because the first FulfilmentStarted may be in a dead-letter queue. After the confirmation, a
 * repeated start changes nothing.
 */
export const start: Step = (record, at) => {
  switch (record.status) {
    case 'WAITING':
      return accept({ type: 'PreparationStarted', at });
    case 'PREPARING':
      if (record.confirmed) return accept();
      return accept({ type: 'PreparationStartRepeated', at: record.startedAt });
    case 'READY':
    case 'COMPLETED':
      return accept();
    case 'CANCELLED':
    case 'TOMBSTONE':
      return reject('cancelled');
  }
};

/** Declares the order ready. Before that, the orders service must have confirmed the start of the preparation. */
export const markReady: Step = (record, at) => {
  switch (record.status) {
    case 'WAITING':
      return reject('wrong-step');
    case 'PREPARING':
      return record.confirmed ? accept({ type: 'TicketReady', at }) : reject('not-confirmed');
    case 'READY':
    case 'COMPLETED':
      return accept();
    case 'CANCELLED':
    case 'TOMBSTONE':
      return reject('cancelled');
  }
};

/** Records that the order was handed over. */
export const complete: Step = (record, at) => {
  switch (record.status) {
    case 'WAITING':
    case 'PREPARING':
      return reject('wrong-step');
    case 'READY':
      return accept({ type: 'TicketCompleted', at });
    case 'COMPLETED':
      return accept();
    case 'CANCELLED':
    case 'TOMBSTONE':
      return reject('cancelled');
  }
};
