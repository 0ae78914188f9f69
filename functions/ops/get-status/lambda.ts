import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/observability/logger.ts';
import { awsPlatformStatus } from '../adapters/aws-platform-status.ts';
import { opsSqsClient } from '../adapters/sqs-client.ts';
import { QueuesVariable } from '../adapters/queues-variable.ts';
import { getStatus } from './get-status.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ QUEUES: QueuesVariable, NAME_PREFIX: text });

export const handler = createHandler(
  getStatus({
    platform: awsPlatformStatus({
      sqs: opsSqsClient,
      cloudWatch: new CloudWatchClient({}),
      namePrefix: env.NAME_PREFIX,
    }),
    queues: env.QUEUES,
    now: systemClock,
    noteUnavailable: (source, error) =>
      logger.warn('A source of the status did not answer', { source, error: error as Error }),
  }),
);
