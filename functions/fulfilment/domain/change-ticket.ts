import type { Cause } from '../../../shared/kernel/cause.ts';
import { change, type Changed } from '../../../shared/kernel/change.ts';
import type { Decision } from '../../../shared/kernel/decision.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { TicketStore } from './ticket-store.ts';
import { evolve, type TicketEvent, type TicketRecord } from './ticket.ts';

/** What is published of a ticket's events: the service's `outbox.ts`. */
export type ToEnvelopes = (
  events: readonly TicketEvent[],
  record: TicketRecord,
  cause: Cause,
) => readonly OutboxMessage[];

/** What a change of a ticket needs. */
export interface TicketChanges {
  readonly tickets: TicketStore;
  readonly toEnvelopes: ToEnvelopes;
}

/**
 * Loads a ticket, decides, saves it with what it publishes; again after a lost race.
 * @throws AppError `unavailable` after too many lost races.
 */
export const changeTicket = <Reason extends string>(
  { tickets, toEnvelopes }: TicketChanges,
  orderId: string,
  decide: (record: TicketRecord) => Decision<TicketEvent, Reason>,
  cause: Cause,
): Promise<Changed<TicketRecord, TicketEvent, Reason>> =>
  change<TicketRecord, TicketEvent, Reason>({
    load: () => tickets.load(orderId),
    decide,
    evolve,
    save: (next, version, events) => tickets.save(next, version, toEnvelopes(events, next, cause)),
  });
