import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { dynamoStores } from '../adapters/system.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text, BATCH_LEASE_SECONDS: wholeNumber });

export const handler = inboxHandler(
  'inventory-inbox',
  reactions({
    ...dynamoStores(env.TABLE_NAME),
    now: systemClock,
    leaseSeconds: env.BATCH_LEASE_SECONDS,
  }),
);
