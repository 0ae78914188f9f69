import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import { fulfilmentOutbox } from '../outbox.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = inboxHandler(
  'fulfilment-inbox',
  reactions({
    tickets: dynamoTicketStore(documentClient, env.TABLE_NAME),
    toEnvelopes: fulfilmentOutbox,
    now: systemClock,
  }),
);
