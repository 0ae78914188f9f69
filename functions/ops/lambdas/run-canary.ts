import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { reachableApiUrl, readEnv, text } from '../../../shared/config/env.ts';
import { readSecret } from '../../../shared/config/secret.ts';
import { signRequest } from '../../../shared/http/signing.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { countOnce, logger, nearTimeout } from '../../../shared/observability/telemetry.ts';
import { withDeadline } from '../../../shared/outbound.ts';
import { canaryKeyIn } from '../adapters/canary-key.ts';
import { httpCanaryShop } from '../adapters/http-canary-shop.ts';
import type { CanaryRun } from '../domain/canary.ts';
import { runCanary } from '../run-canary.ts';

const env = readEnv({ PUBLIC_API_URL: text, CANARY_KEY_ARN: text });
const run = runCanary({
  // The key is read in each run, so that a new key takes effect at once.
  connect: async () => {
    const signer = canaryKeyIn(await readSecret(env.CANARY_KEY_ARN));
    return httpCanaryShop(reachableApiUrl(env.PUBLIC_API_URL), (request) => signRequest(request, signer));
  },
  now: systemClock,
  wait: (ms) => wait(ms),
});
/** The event of the schedule. If a person runs the canary by hand, the id may be missing. */
type Tick = { readonly id?: string };

const shell = middy<Tick, CanaryRun>().use(nearTimeout());

/**
 * Runs the canary on a schedule, and returns how the run ended. The handler does not throw if the run failed, because
 * Lambda would then repeat the run. An alarm watches the metric of the runs. The alarm also goes off if the metric has
 * no data.
 */
export const handler = withDeadline(
  shell.handler(async ({ id }: Tick, { awsRequestId }: Context) => {
    // EventBridge may deliver an event twice. Both runs then use the same idempotency key, so they place only one
    // order.
    const ended = await run(id ?? awsRequestId);
    countOnce('CanaryFailed', undefined, ended.outcome === 'failed' ? 1 : 0);
    if (ended.outcome === 'failed') logger.error('The canary failed', { ...ended });
    else logger.info('The canary placed and cancelled an order', { ...ended });
    return ended;
  }),
);
