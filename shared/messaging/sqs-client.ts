import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** What a message that a shell moves to a dead-letter queue says about its failure. */
export interface DeadLetterCause {
  readonly code: string;
  readonly reason: string;
  /** Which queue or relay gave it up. */
  readonly source: string;
  /** How often it was delivered before; the dead-letter queue counts anew. */
  readonly receiveCount?: number;
}

/** SQS allows 15 minutes of delay (SendMessage, API reference). */
export const MAX_DELAY_SECONDS = 900;

/** The endpoint counts, not the host in a queue's URL: an emulator's own idea of its host may lead nowhere from here. */
const client = new SQSClient({ useQueueUrlAsEndpoint: false });

/** Sends one JSON message, to be delivered after `delaySeconds` (0 to 900). Durable once it returns. */
export const sendMessage = async (queueUrl: string, body: unknown, delaySeconds?: number): Promise<void> => {
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(body),
      ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
    }),
  );
};

const attribute = (value: string) => ({ DataType: 'String', StringValue: value.slice(0, 1000) || 'unknown' });

/** Puts a message to rest in a dead-letter queue with its cause, which SQS itself would not record. */
export const sendToDeadLetters = async (
  queueUrl: string,
  body: string,
  cause: DeadLetterCause,
): Promise<void> => {
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageAttributes: {
        cause: attribute(cause.reason),
        code: attribute(cause.code),
        source: attribute(cause.source),
        ...(cause.receiveCount === undefined ? {} : { receiveCount: attribute(String(cause.receiveCount)) }),
      },
    }),
  );
};
