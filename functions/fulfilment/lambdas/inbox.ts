import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import { ticketAggregate } from '../aggregate.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text, KEEP_DAYS: wholeNumber });

export const handler = inboxHandler(
  'fulfilment-inbox',
  reactions({
    tickets: ticketAggregate(dynamoTicketStore(documentClient, env.TABLE_NAME), systemClock, env.KEEP_DAYS),
    now: systemClock,
  }),
);
