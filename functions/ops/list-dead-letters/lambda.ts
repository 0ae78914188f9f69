import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { readEnv } from '../../../shared/config/env.ts';
import { opsSqsClient } from '../adapters/sqs-client.ts';
import { QueuesVariable } from '../adapters/queues-variable.ts';
import { sqsDeadLetterQueues } from '../adapters/sqs-dead-letter-queues.ts';
import { createHandler } from './handler.ts';
import { listDeadLetters } from './list-dead-letters.ts';

const env = readEnv({ QUEUES: QueuesVariable });

export const handler = createHandler(
  listDeadLetters({
    deadLetters: sqsDeadLetterQueues({ sqs: opsSqsClient, eventBridge: new EventBridgeClient({}) }),
    queues: env.QUEUES,
  }),
);
