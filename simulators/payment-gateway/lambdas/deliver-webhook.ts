import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { readEnv, text } from '../../../shared/config/env.ts';
import { withDeadline } from '../../../shared/outbound.ts';
import { logger, nearTimeout } from '../../../shared/observability/telemetry.ts';
import { dynamoWebhookEndpointStore } from '../adapters/dynamo-stores.ts';
import { sqsWebhookDeadLetters, sqsWebhookQueue } from '../adapters/sqs-webhook-queue.ts';
import { standardWebhookSender } from '../adapters/standard-webhook-sender.ts';
import { deliverWebhook } from '../deliver-webhook.ts';
import type { Delivery } from '../domain/delivery.ts';

const env = readEnv({ TABLE_NAME: text, WEBHOOK_QUEUE_URL: text, WEBHOOK_DLQ_URL: text });
const deliver = deliverWebhook({
  endpoints: dynamoWebhookEndpointStore(env.TABLE_NAME),
  sender: standardWebhookSender({ emulator: process.env['AWS_ENDPOINT_URL'] }),
  queue: { ...sqsWebhookQueue(env.WEBHOOK_QUEUE_URL), ...sqsWebhookDeadLetters(env.WEBHOOK_DLQ_URL) },
});

/**
 * A message that the gateway queued. Any other message fails each time, until SQS moves it to the dead-letter queue.
 */
const QueuedDelivery = z.object({
  webhook: z.object({ id: z.string().check(z.minLength(1)), body: z.looseObject({ type: z.string() }) }),
  attempt: z.int().check(z.minimum(1)),
  forged: z.boolean(),
});

const attempt = async ({ body }: SQSRecord): Promise<void> => {
  const delivery = QueuedDelivery.parse(JSON.parse(body)) as unknown as Delivery;
  const outcome = await deliver(delivery);
  logger.info('Webhook attempted', {
    webhookId: delivery.webhook.id,
    attempt: delivery.attempt,
    forged: delivery.forged,
    outcome,
  });
};

/** Attempts to deliver all webhooks of a batch concurrently. SQS delivers only the failed messages again. */
export const handler = withDeadline(
  middy<SQSEvent, SQSBatchResponse>()
    .use(nearTimeout())
    .handler(async ({ Records }) => {
      const attempts = await Promise.allSettled(Records.map(attempt));
      const failed = Records.filter((_, index) => attempts[index]?.status === 'rejected');
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }),
);
