import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/decision.ts';
import type { TicketEvent, TicketRecord } from './ticket.ts';

/** Why a step of the preparation may not be taken. */
export type StepRejection =
  /** The order was cancelled. */
  | 'cancelled'
  /** Another step comes first. */
  | 'wrong-step'
  /** Orders has not confirmed the start yet. */
  | 'not-confirmed';

/** What to tell staff about each rejection. */
export const rejectionTexts: Readonly<Record<StepRejection, string>> = {
  cancelled: 'The order was cancelled; stop its preparation',
  'wrong-step': 'Another step comes first',
  'not-confirmed': 'The start of this ticket is not confirmed yet; try again in a moment',
};

/** A step of the preparation, decided for a state. */
export type Step = (record: TicketRecord) => Decision<TicketEvent, StepRejection>;

/**
 * Begins the preparation. Repeated while orders has not confirmed it, it asks orders once more: the first question may
 * rest in a dead-letter queue. Repeated later, it changes nothing.
 */
export const start =
  (at: Instant): Step =>
  (record) => {
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

/** Declares the order ready to be handed over, once orders has confirmed its start. */
export const markReady =
  (at: Instant): Step =>
  (record) => {
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
export const complete =
  (at: Instant): Step =>
  (record) => {
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
