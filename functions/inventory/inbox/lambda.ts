import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoReservationStore } from '../adapters/dynamo-reservation-store.ts';
import { jitteredPause } from '../adapters/jittered-pause.ts';
import { reservationEnvelopes } from '../outbox.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = inboxHandler(
  'inventory-inbox',
  reactions({
    reservations: dynamoReservationStore(documentClient, env.TABLE_NAME),
    toEnvelopes: reservationEnvelopes,
    now: systemClock,
    pause: jitteredPause,
  }),
);
