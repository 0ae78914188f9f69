import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { readEnv } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { opsSqsClient, QueuesVariable } from '../adapters/environment.ts';
import { sqsDeadLetterQueues } from '../adapters/sqs-dead-letter-queues.ts';
import * as api from '../api.ts';
import { listDeadLetters } from '../list-dead-letters.ts';

const env = readEnv({ QUEUES: QueuesVariable });
const list = listDeadLetters({
  deadLetters: sqsDeadLetterQueues({ sqs: opsSqsClient, eventBridge: new EventBridgeClient({}) }),
  queues: env.QUEUES,
});

export const handler = httpHandler(api.listDeadLetters, async ({ query }) => ok(await list(query.queue)));
