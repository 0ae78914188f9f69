import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { WebhookQueue } from '../domain/delivery.ts';

const attribute = (text: string) => ({ DataType: 'String', StringValue: text.slice(0, 1000) || 'unknown' });

/** The endpoint counts, not the host in a queue's URL: an emulator's own idea of its host may lead nowhere from here. */
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

/** The webhook queue and where its deliveries rest. */
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
