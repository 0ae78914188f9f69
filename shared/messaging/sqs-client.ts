import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsClient } from '../outbound.ts';

/** Why a message was moved to a dead-letter queue. */
export interface DeadLetterCause {
  readonly code: string;
  readonly reason: string;
  /** The inbox or relay that could not process the message. */
  readonly source: string;
  /** How often the message was delivered before. The dead-letter queue starts a new count. */
  readonly receiveCount?: number;
}

/** The longest delay of a message: SQS allows 15 minutes (SendMessage, API reference). */
export const MAX_DELAY_SECONDS = 900;

/**
 * Sends requests to the configured endpoint and not to the host in the queue's URL. An emulator's queue URLs may name a
 * host that this function cannot reach.
 */
const client = awsClient(SQSClient, { useQueueUrlAsEndpoint: false });

/**
 * Sends one message as JSON. SQS delivers it after `delaySeconds` (0 to 900). When this function returns, SQS has
 * stored the message durably.
 */
export const sendMessage = async (queueUrl: string, body: unknown, delaySeconds?: number): Promise<void> => {
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(body),
      ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
    }),
  );
};

/**
 * The characters that SQS accepts neither in a body nor in an attribute (SendMessage and MessageAttributeValue, API
 * reference).
 */
const REFUSED = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/**
 * Builds an attribute with the first 1,000 characters of a text, and replaces the characters that SQS refuses. A cause
 * may quote the message, which may contain any character.
 */
const attribute = (value: string) => ({
  DataType: 'String',
  StringValue: value.slice(0, 1000).replaceAll(REFUSED, '\uFFFD') || 'unknown',
});

/**
 * Sends a message to a dead-letter queue, with the cause in message attributes. SQS itself would not record a cause.
 */
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
