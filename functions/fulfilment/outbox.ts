import { envelope, type Envelope } from '../../shared/events/envelope.ts';
import type { Cause } from '../../shared/kernel/cause.ts';
import type { ToEnvelopes } from './domain/change-ticket.ts';
import type { Ticket, TicketEvent } from './domain/ticket.ts';

/**
 * What fulfilment publishes of a ticket's events. A repeated start says the same again: same id, same `at`. What came
 * from orders (confirmation, cancellation) is no news to anybody.
 */
export const fulfilmentOutbox: ToEnvelopes = (events, record, cause) =>
  record.status === 'TOMBSTONE' ? [] : events.flatMap((event) => published(event, record, cause));

const published = (event: TicketEvent, ticket: Ticket, cause: Cause): readonly Envelope[] => {
  switch (event.type) {
    case 'PreparationStarted':
    case 'PreparationStartRepeated':
      return [stepEnvelope('FulfilmentStarted', event.at, ticket, cause)];
    case 'TicketReady':
      return [stepEnvelope('FulfilmentReady', event.at, ticket, cause)];
    case 'TicketCompleted':
      return [stepEnvelope('FulfilmentCompleted', event.at, ticket, cause)];
    case 'PreparationConfirmed':
    case 'TicketCancelled':
      return [];
  }
};

const stepEnvelope = (
  type: 'FulfilmentStarted' | 'FulfilmentReady' | 'FulfilmentCompleted',
  at: string,
  { orderId, customerId }: Ticket,
  cause: Cause,
): Envelope => envelope({ type, subject: orderId, data: { orderId, customerId, at }, at, cause });
