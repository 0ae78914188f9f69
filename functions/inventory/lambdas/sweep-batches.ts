import middy from '@middy/core';
import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { withDeadline } from '../../../shared/outbound.ts';
import { logger, nearTimeout } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStores } from '../adapters/system.ts';
import { sweepBatches } from '../group-commit/sweep-batches.ts';

const env = readEnv({ TABLE_NAME: text, BATCH_LEASE_SECONDS: wholeNumber });
const sweep = sweepBatches({
  ...dynamoStores(env.TABLE_NAME),
  products: dynamoProductStore(documentClient, env.TABLE_NAME),
  now: systemClock,
  leaseSeconds: env.BATCH_LEASE_SECONDS,
});
const shell = middy().use(nearTimeout());

/** Runs every hour. If it finds a batch that only a person can repair, it throws, and the error raises an alarm. */
export const handler = withDeadline(
  shell.handler(async () => {
    const { finished, lost } = await sweep();
    if (finished.length > 0) logger.warn('Batches of dead workers finished', { batches: finished });
    if (lost.length > 0) throw new Error(`Batches are open without an intent: ${lost.join(', ')}`);
  }),
);
