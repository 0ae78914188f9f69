import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { batchHandler } from '../../../shared/messaging/batch-handler.ts';
import { dynamoStores } from '../adapters/dynamo-stores.ts';
import { reservationEnvelopes } from '../outbox.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text, BATCH_LEASE_SECONDS: wholeNumber });

export const handler = batchHandler(
  'inventory-inbox',
  reactions({
    ...dynamoStores(env.TABLE_NAME),
    toEnvelopes: reservationEnvelopes,
    now: systemClock,
    leaseSeconds: env.BATCH_LEASE_SECONDS,
  }),
);
