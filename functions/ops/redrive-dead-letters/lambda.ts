import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { opsSqsClient } from '../adapters/sqs-client.ts';
import { QueuesVariable } from '../adapters/queues-variable.ts';
import { sqsDeadLetterQueues } from '../adapters/sqs-dead-letter-queues.ts';
import { createHandler } from './handler.ts';
import { redriveDeadLetters } from './redrive-dead-letters.ts';

const env = readEnv({ QUEUES: QueuesVariable, EVENT_BUS_NAME: text });

export const handler = createHandler(
  redriveDeadLetters({
    deadLetters: sqsDeadLetterQueues({
      sqs: opsSqsClient,
      eventBridge: new EventBridgeClient({}),
      busName: env.EVENT_BUS_NAME,
    }),
    queues: env.QUEUES,
    now: systemClock,
  }),
);
