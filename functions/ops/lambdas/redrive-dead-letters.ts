import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { awsClient } from '../../../shared/outbound.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { opsSqsClient, platformQueues } from '../adapters/platform-queues.ts';
import { sqsDeadLetterQueues } from '../adapters/sqs-dead-letter-queues.ts';
import * as api from '../api.ts';
import { redriveDeadLetters } from '../redrive-dead-letters.ts';

const env = readEnv({ QUEUE_URL_PREFIX: text, EVENT_BUS_NAME: text });
const redrive = redriveDeadLetters({
  deadLetters: sqsDeadLetterQueues({
    sqs: opsSqsClient,
    eventBridge: awsClient(EventBridgeClient),
    busName: env.EVENT_BUS_NAME,
  }),
  queues: platformQueues(env.QUEUE_URL_PREFIX),
  now: systemClock,
});

export const handler = httpHandler(api.redriveDeadLetters, async ({ path, body }) =>
  ok(await redrive(path.queue, body.messageIds)),
);
