import { AppError } from '../../shared/errors.ts';
import { aggregate, expiryOf, type Aggregate, type Refusals } from '../../shared/kernel/aggregate.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { StepRejection } from './domain/prepare.ts';
import { evolve, isOver, type TicketEvent, type TicketRecord } from './domain/ticket.ts';
import type { TicketStore } from './domain/ticket-store.ts';
import { publish } from './publications.ts';

/** Creates and changes tickets. */
export type Tickets = Aggregate<TicketRecord, TicketEvent>;

/**
 * Builds the aggregate of tickets. Every write of a ticket goes through this aggregate.
 * @param keepDays how many days a ticket is kept after its last change, if the kitchen has nothing more to do for it
 *   (`isOver`)
 */
export const ticketAggregate = (store: TicketStore, now: Clock, keepDays: number): Tickets =>
  aggregate({
    noun: 'ticket',
    store,
    evolve,
    publish,
    now,
    expiresAt: expiryOf(keepDays, isOver),
    isTombstone: ({ status }) => status === 'TOMBSTONE',
  });

const conflict = (code: `ticket.${StepRejection}`, detail: string) => () =>
  new AppError('conflict', code, detail);

/** The error that staff get for each reason why a step of the preparation is refused. */
export const stepRefusals: Refusals<TicketRecord, StepRejection> = {
  cancelled: conflict('ticket.cancelled', 'The order was cancelled; stop its preparation'),
  'wrong-step': conflict('ticket.wrong-step', 'Another step must come first'),
  'not-confirmed': conflict(
    'ticket.not-confirmed',
    'The start of this ticket is not confirmed yet; try again in a moment',
  ),
};
