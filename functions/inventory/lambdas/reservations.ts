import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { dynamoStores, sqsRequeue } from '../adapters/system.ts';
import { soldOutMemory } from '../group-commit/sold-out.ts';
import { reservations } from '../reactions.ts';

const env = readEnv({
  TABLE_NAME: text,
  INVENTORY_RESERVATIONS_URL: text,
  BATCH_LEASE_SECONDS: wholeNumber,
});

export const handler = inboxHandler(
  'inventory-reservations',
  reservations({
    ...dynamoStores(env.TABLE_NAME),
    now: systemClock,
    leaseSeconds: env.BATCH_LEASE_SECONDS,
    soldOut: soldOutMemory(systemClock),
    requeue: sqsRequeue(env.INVENTORY_RESERVATIONS_URL),
  }),
);
