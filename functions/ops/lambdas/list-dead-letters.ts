import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { awsClient } from '../../../shared/outbound.ts';
import { opsSqsClient, platformQueues } from '../adapters/platform-queues.ts';
import { sqsDeadLetterQueues } from '../adapters/sqs-dead-letter-queues.ts';
import * as api from '../api.ts';
import { listDeadLetters } from '../list-dead-letters.ts';

const env = readEnv({ QUEUE_URL_PREFIX: text });
const list = listDeadLetters({
  deadLetters: sqsDeadLetterQueues({ sqs: opsSqsClient, eventBridge: awsClient(EventBridgeClient) }),
  queues: platformQueues(env.QUEUE_URL_PREFIX),
});

export const handler = httpHandler(api.listDeadLetters, async ({ query }) => ok(await list(query.queue)));
