import { readEnv, text } from '../../../../shared/config/env.ts';
import { dynamoWebhookEndpointStore } from '../adapters/dynamo-webhook-endpoint-store.ts';
import { sqsWebhookQueue } from '../adapters/sqs-webhook-queue.ts';
import { standardWebhookSender } from '../adapters/standard-webhook-sender.ts';
import { deliverWebhook } from './deliver-webhook.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text, WEBHOOK_QUEUE_URL: text, WEBHOOK_DLQ_URL: text });

export const handler = createHandler(
  deliverWebhook({
    endpoints: dynamoWebhookEndpointStore(env.TABLE_NAME),
    sender: standardWebhookSender({ emulator: process.env['AWS_ENDPOINT_URL'] }),
    queue: sqsWebhookQueue(env.WEBHOOK_QUEUE_URL, env.WEBHOOK_DLQ_URL),
  }),
);
