import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Why a message was moved to a dead-letter queue. */
export interface DeadLetterCause {
  readonly code: string;
  readonly reason: string;
  /** The inbox or relay that gave it up. */
  readonly source: string;
  /** How often it was delivered before. The dead-letter queue starts its own count. */
  readonly receiveCount?: number;
}

/** SQS allows 15 minutes of delay (SendMessage, API reference). */
export const MAX_DELAY_SECONDS = 900;

/** Uses the configured endpoint: the host in an emulator's queue URLs may not be reachable from here. */
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

/** Sends a message to a dead-letter queue with its cause, which SQS would not record. */
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
