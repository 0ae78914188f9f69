import { outboxEventsOf } from '../../shared/events/integration-event.ts';
import { type Publish } from '../../shared/kernel/aggregate.ts';
import { outboxOf } from '../../shared/kernel/messages.ts';
import type { TicketEvent, TicketRecord } from './domain/ticket.ts';
import type { fulfilmentEvents } from '../../shared/events/fulfilment.ts';

const outboxEvent = outboxEventsOf<typeof fulfilmentEvents>();

type StepEvent = 'FulfilmentStarted' | 'FulfilmentReady' | 'FulfilmentCompleted';

/**
 * The integration event that each domain event publishes. If staff repeat a start, the same integration event is
 * published again.
 */
const publications: Readonly<Record<TicketEvent['type'], StepEvent | undefined>> = {
  CustomerForgotten: undefined,
  PreparationStarted: 'FulfilmentStarted',
  PreparationStartRepeated: 'FulfilmentStarted',
  TicketReady: 'FulfilmentReady',
  TicketCompleted: 'FulfilmentCompleted',
  // Events of the orders service cause these two changes, so the orders service needs no event about them.
  PreparationConfirmed: undefined,
  TicketCancelled: undefined,
};

/** What a change of a ticket publishes. A decision about a ticket has at most one event. */
export const publish: Publish<TicketRecord, TicketEvent> = ([event], { state, trace, at: now }) => {
  if (event === undefined || state.status === 'TOMBSTONE') return undefined;
  const type = publications[event.type];
  if (type === undefined) return undefined;
  const { orderId, customerId } = state;
  const at = 'at' in event ? event.at : now;
  return outboxOf(at, trace, [outboxEvent(type, orderId, { orderId, customerId, at })]);
};
