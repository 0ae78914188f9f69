import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsClient } from '../../../shared/outbound.ts';
import type { WebhookQueue } from '../domain/delivery.ts';

const attribute = (text: string) => ({ DataType: 'String', StringValue: text.slice(0, 1000) || 'unknown' });

/**
 * Sends requests to the configured endpoint, because a function cannot always reach the host in an emulator's queue
 * URL.
 */
const sqs = awsClient(SQSClient, { useQueueUrlAsEndpoint: false });

/** The webhook queue in SQS. */
export const sqsWebhookQueue = (queueUrl: string, client = sqs): Pick<WebhookQueue, 'send'> => ({
  send: async ({ delivery, delaySeconds }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(delivery),
        DelaySeconds: delaySeconds,
      }),
    );
  },
});

/** The dead-letter queue of the webhook queue. */
export const sqsWebhookDeadLetters = (deadLetterUrl: string, client = sqs): Pick<WebhookQueue, 'giveUp'> => ({
  giveUp: async (delivery, { code, reason }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: deadLetterUrl,
        MessageBody: JSON.stringify(delivery),
        MessageAttributes: {
          code: attribute(code),
          cause: attribute(reason),
          source: attribute('gateway-webhooks'),
        },
      }),
    );
  },
});
