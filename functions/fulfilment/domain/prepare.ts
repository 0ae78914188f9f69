import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { TicketEvent, TicketRecord } from './ticket.ts';

/** Why a step of the preparation may not be taken. */
export type StepRejection =
  /** The order was cancelled. */
  | 'cancelled'
  /** Another step comes first. */
  | 'wrong-step'
  /** Orders has not confirmed the start yet. */
  | 'not-confirmed';

/** A step of the preparation. */
export type Step = (record: TicketRecord, at: Instant) => Decision<TicketEvent, StepRejection>;

/**
 * Begins the preparation. Repeating it before orders has confirmed asks orders again, because the first request may be in
 * a dead-letter queue. Repeating it later changes nothing.
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

/** Declares the order ready, once orders has confirmed its start. */
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

/** Hands the order over. */
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
