import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { awsPlatformStatus } from '../adapters/aws-platform-status.ts';
import { QueuesVariable } from '../adapters/queues-variable.ts';
import { getStatus } from './get-status.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ QUEUES: QueuesVariable, NAME_PREFIX: text });

export const handler = createHandler(
  getStatus({
    platform: awsPlatformStatus({
      sqs: new SQSClient({}),
      cloudWatch: new CloudWatchClient({}),
      namePrefix: env.NAME_PREFIX,
    }),
    queues: env.QUEUES,
    now: systemClock,
  }),
);
