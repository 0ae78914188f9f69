import { AppError } from '../../shared/errors.ts';
import { aggregate, type Aggregate, type Refusals } from '../../shared/kernel/aggregate.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { StepRejection } from './domain/prepare.ts';
import { evolve, type TicketEvent, type TicketRecord } from './domain/ticket.ts';
import type { TicketStore } from './domain/ticket-store.ts';
import { publish } from './publications.ts';

/** Creates and changes tickets. */
export type Tickets = Aggregate<TicketRecord, TicketEvent>;

/** Makes the aggregate that all writes of tickets use. */
export const ticketAggregate = (store: TicketStore, now: Clock): Tickets =>
  aggregate({
    noun: 'ticket',
    load: (orderId) => store.load(orderId),
    insert: (ticket, outbox) => store.insert(ticket, outbox),
    save: (ticket, version, outbox) => store.save(ticket, version, outbox),
    evolve,
    publish,
    now,
    isTombstone: ({ status }) => status === 'TOMBSTONE',
  });

const conflict = (reason: StepRejection, detail: string) => () =>
  new AppError('conflict', `ticket.${reason}`, detail);

/** The error that staff get for each reason why a step is refused. */
export const stepRefusals: Refusals<TicketRecord, StepRejection> = {
  cancelled: conflict('cancelled', 'The order was cancelled; stop its preparation'),
  'wrong-step': conflict('wrong-step', 'Another step must come first'),
  'not-confirmed': conflict(
    'not-confirmed',
    'The start of this ticket is not confirmed yet; try again in a moment',
  ),
};
