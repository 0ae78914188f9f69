import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import { fulfilmentOutbox } from '../outbox.ts';
import { createHandler } from './handler.ts';
import { completeTicket } from './complete-ticket.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(
  completeTicket({
    tickets: dynamoTicketStore(documentClient, env.TABLE_NAME),
    toEnvelopes: fulfilmentOutbox,
    now: systemClock,
  }),
);
