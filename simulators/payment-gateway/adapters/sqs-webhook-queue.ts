import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsClient } from '../../../shared/outbound/aws-client.ts';
import type { WebhookQueue } from '../domain/delivery.ts';

const attribute = (text: string) => ({ DataType: 'String', StringValue: text.slice(0, 1000) || 'unknown' });

/**
 * Sends requests to the configured endpoint. A function may not be able to reach the host in an emulator's queue URL.
 */
const sqs = awsClient(SQSClient, { useQueueUrlAsEndpoint: false });

/** The webhook queue and its dead-letter queue in SQS. */
export const sqsWebhookQueue = (queueUrl: string, deadLetterUrl: string, client = sqs): WebhookQueue => ({
  send: async ({ delivery, delaySeconds }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(delivery),
        DelaySeconds: delaySeconds,
      }),
    );
  },
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
