import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';

/** SQS counts delays in whole seconds; two of them part those who wait for the same batch. */
const LONGEST_SECONDS = 2;

/** Sends a message to its queue once more, to be delivered in a second or two. */
export const delayedRequeue =
  (queueUrl: string) =>
  (message: OutboxMessage): Promise<void> =>
    sendMessage(queueUrl, message, 1 + Math.floor(Math.random() * LONGEST_SECONDS));
