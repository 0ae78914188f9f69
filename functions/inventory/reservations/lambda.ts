import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { batchHandler } from '../../../shared/messaging/batch-handler.ts';
import { delayedRequeue } from '../adapters/delayed-requeue.ts';
import { dynamoStores } from '../adapters/dynamo-stores.ts';
import { soldOutMemory } from '../domain/escrow/sold-out.ts';
import { reservationEnvelopes } from '../outbox.ts';
import { reservations } from '../reactions.ts';

const env = readEnv({
  TABLE_NAME: text,
  INVENTORY_RESERVATIONS_URL: text,
  BATCH_LEASE_SECONDS: wholeNumber,
});

export const handler = batchHandler(
  'inventory-reservations',
  reservations({
    ...dynamoStores(env.TABLE_NAME),
    toEnvelopes: reservationEnvelopes,
    now: systemClock,
    leaseSeconds: env.BATCH_LEASE_SECONDS,
    soldOut: soldOutMemory(systemClock),
    requeue: delayedRequeue(env.INVENTORY_RESERVATIONS_URL),
  }),
);
