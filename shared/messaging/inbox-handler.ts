import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readEnv, text, wholeNumber } from '../config/env.ts';
import { AppError } from '../errors.ts';
import type { InboxName } from '../events/subscriptions.ts';
import { logger } from '../observability/logger.ts';
import { nearTimeout } from '../observability/near-timeout.ts';
import { consumer, type Disposition, type OwnMessages, type Reactions } from './consumer.ts';
import { sendToDeadLetters } from './sqs-client.ts';

/**
 * If less time than this is left, in milliseconds, the function processes nothing, and the messages are delivered
 * again.
 */
const RESERVE_MS = 2_000;

/**
 * Builds the Lambda handler of an inbox. It returns partial batch responses, writes one log line for each message, and
 * sends dead letters with their cause.
 *
 * SQS would move a message to the dead-letter queue without a cause. So the handler sends it there with the cause, and
 * acknowledges the original. Environment: `INBOX_DLQ_URL`, `INBOX_MAX_RECEIVES` (set by the `ServiceInbox` construct).
 */
export const inboxHandler = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: OwnMessages = {},
) => {
  const env = readEnv({ INBOX_DLQ_URL: text, INBOX_MAX_RECEIVES: wholeNumber });
  const consume = consumer(name, reactions, ownMessages);
  const shell = middy<SQSEvent, SQSBatchResponse>().use(nearTimeout());

  return shell.handler(async ({ Records }, context) => {
    if (context.getRemainingTimeInMillis() < RESERVE_MS) {
      logger.warn('Too little time is left; all messages will be delivered again', { inbox: name });
      return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    // Each record is settled as soon as it is decided, so that a slow message does not delay a dead letter.
    const settling = new Map<SQSRecord, Promise<boolean>>();
    const begin = (record: SQSRecord, disposition: Disposition | undefined): Promise<boolean> =>
      settle(name, env.INBOX_DLQ_URL, record, disposition).then(
        () => true,
        () => false,
      );
    await consume(
      Records.map(({ body, attributes }) => ({
        body,
        receive: { count: Number(attributes.ApproximateReceiveCount), max: env.INBOX_MAX_RECEIVES },
      })),
      (index, disposition) => {
        const record = Records[index];
        if (record) settling.set(record, begin(record, disposition));
      },
    );
    const settled = await Promise.all(
      Records.map((record) => settling.get(record) ?? begin(record, undefined)),
    );
    const failed = Records.filter((_, index) => settled[index] !== true);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
};

/**
 * Carries out what was decided for a message, and logs it.
 * @throws the error of a message that must be delivered again, and also if nothing was decided for it.
 */
const settle = async (
  name: string,
  deadLettersUrl: string,
  record: SQSRecord,
  result: Disposition | undefined,
): Promise<void> => {
  const log = logger.createChild();
  log.appendKeys({ inbox: name, sqsMessageId: record.messageId, ...idsOf(record.body) });
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  if (result?.outcome === 'acknowledge') {
    log.info('Message processed');
    return;
  }
  const error =
    result?.error ??
    new AppError('unavailable', 'message.undecided', 'The inbox did not decide what to do with the message');
  const { code, message } = error;
  if (result?.outcome !== 'dead-letter') {
    log.warn('Message failed; it will be delivered again', { code, receiveCount, error });
    throw error;
  }
  log.error('Message failed; it is moved to the dead-letter queue', { code, receiveCount, error });
  await sendToDeadLetters(deadLettersUrl, record.body, { code, reason: message, source: name, receiveCount });
};

/** The ids of a message for its log lines, or nothing if the message cannot be parsed. */
const idsOf = (body: string): Record<string, unknown> => {
  try {
    const parsed = JSON.parse(body) as { detail?: Record<string, unknown> } & Record<string, unknown>;
    const { id, type, correlationId, causationId } = parsed.detail ?? parsed;
    return { messageId: id, messageType: type, correlationId, causationId };
  } catch {
    return {};
  }
};
