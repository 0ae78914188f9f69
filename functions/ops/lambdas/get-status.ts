import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { awsClient } from '../../../shared/outbound.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { awsPlatformStatus } from '../adapters/aws-platform-status.ts';
import { opsSqsClient, platformQueues } from '../adapters/platform-queues.ts';
import * as api from '../api.ts';
import { getStatus } from '../get-status.ts';

const env = readEnv({ QUEUE_URL_PREFIX: text, NAME_PREFIX: text });
const status = getStatus({
  platform: awsPlatformStatus({
    sqs: opsSqsClient,
    cloudWatch: awsClient(CloudWatchClient),
    namePrefix: env.NAME_PREFIX,
  }),
  queues: platformQueues(env.QUEUE_URL_PREFIX),
  now: systemClock,
  noteUnavailable: (source, error) =>
    logger.warn('A source of the status did not answer', { source, error: error as Error }),
});

export const handler = httpHandler(api.getStatus, async () => ok(await status()));
