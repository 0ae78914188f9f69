import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readEnv, text, wholeNumber } from '../config/env.ts';
import { AppError } from '../errors.ts';
import type { InboxName } from '../events/subscriptions.ts';
import { logger } from '../observability/logger.ts';
import { consumer, type Disposition, type OwnMessages, type Reactions } from './consumer.ts';
import { sendToDeadLetters } from './sqs-client.ts';

/** With less time left than this, in milliseconds, a function takes no messages: they are delivered again. */
const RESERVE_MS = 2_000;

/**
 * The Lambda shell of an inbox: partial batch responses, one log line a message, dead letters with their cause.
 *
 * SQS records no cause for what it moves to a dead-letter queue. So this shell sends a message there itself, with the
 * cause, and acknowledges it. Environment: `INBOX_DLQ_URL`, `INBOX_MAX_RECEIVES` (set by the `ServiceInbox` construct).
 */
export const inboxHandler = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: OwnMessages = {},
) => {
  const env = readEnv({ INBOX_DLQ_URL: text, INBOX_MAX_RECEIVES: wholeNumber });
  const consume = consumer(name, reactions, ownMessages);

  return middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }, context) => {
    if (context.getRemainingTimeInMillis() < RESERVE_MS) {
      return { batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    const dispositions = await consume(
      Records.map(({ body, attributes }) => ({
        body,
        receive: { count: Number(attributes.ApproximateReceiveCount), max: env.INBOX_MAX_RECEIVES },
      })),
    );
    const settled = await Promise.allSettled(
      Records.map((record, index) => settle(name, env.INBOX_DLQ_URL, record, dispositions[index])),
    );
    const failed = Records.filter((_, index) => settled[index]?.status !== 'fulfilled');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
};

/**
 * Carries out a disposition and logs it.
 * @throws the error of a message that is to be delivered again, also when there is no disposition.
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
  const error = result?.error ?? new AppError('unavailable', 'message.undecided', 'Nothing was decided');
  const { code, message } = error;
  if (result?.outcome !== 'dead-letter') {
    log.warn('Message failed; it will be delivered again', { code, receiveCount, error });
    throw error;
  }
  log.error('Message given up to the dead-letter queue', { code, receiveCount, error });
  await sendToDeadLetters(deadLettersUrl, record.body, { code, reason: message, source: name, receiveCount });
};

/** The ids to log for a message, as far as it can be read. */
const idsOf = (body: string): Record<string, unknown> => {
  try {
    const parsed = JSON.parse(body) as { detail?: Record<string, unknown> } & Record<string, unknown>;
    const { id, type, correlationId, causationId } = parsed.detail ?? parsed;
    return { messageId: id, messageType: type, correlationId, causationId };
  } catch {
    return {};
  }
};
