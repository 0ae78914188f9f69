import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readEnv, text, wholeNumber } from '../config/env.ts';
import { AppError } from '../errors.ts';
import type { InboxName } from '../events/subscriptions.ts';
import { logger } from '../observability/logger.ts';
import { dispatcher, type Dispatch, type OwnMessage, type Reactions } from './dispatch.ts';
import { processMessage, type Disposition } from './disposition.ts';
import { sendToDeadLetters } from './sqs-client.ts';

/** What is left of a function's time when it takes no further message: enough to report the others. */
export const RESERVE_MS = 2_000;

/**
 * The shell around a service's inbox: partial batch responses, one log line a message, dead letters with their cause.
 *
 * The records of a batch run concurrently, so a slow one does not use up the time of the others. SQS keeps no cause for
 * what it moves to a dead-letter queue, so the shell sends it there itself and acknowledges it.
 * Environment: `INBOX_DLQ_URL` and `INBOX_MAX_RECEIVES`, both set by the `ServiceInbox` construct.
 */
export const inboxHandler = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: Readonly<Record<string, OwnMessage>> = {},
) => queueHandler(name, dispatcher(name, reactions, ownMessages));

/** The same shell around any dispatch: for a queue whose messages are not those of the catalogue alone. */
export const queueHandler = (name: string, dispatch: Dispatch) => {
  const env = readEnv({ INBOX_DLQ_URL: text, INBOX_MAX_RECEIVES: wholeNumber });
  const processor = new BatchProcessor(EventType.SQS);

  const handleRecord = async (record: SQSRecord, context: Context): Promise<void> => {
    if (context.getRemainingTimeInMillis() < RESERVE_MS) {
      throw new AppError('unavailable', 'message.no-time-left', 'No time left in this invocation');
    }
    const count = Number(record.attributes.ApproximateReceiveCount);
    const result = await processMessage(dispatch, record.body, { count, max: env.INBOX_MAX_RECEIVES });
    await settleRecord(name, env.INBOX_DLQ_URL, record, result);
  };

  return middy<SQSEvent, SQSBatchResponse>().handler((event, context) =>
    processPartialResponse(event, handleRecord, processor, { context, throwOnFullBatchFailure: false }),
  );
};

/**
 * Does with a record what was decided about it, and logs it: nothing, or to its dead-letter queue with its cause.
 * @throws what made it fail, when it is to be delivered again; also when nothing was decided.
 */
export const settleRecord = async (
  name: string,
  deadLettersUrl: string,
  record: SQSRecord,
  result: Disposition | undefined,
): Promise<void> => {
  const log = logger.createChild();
  log.appendKeys({ inbox: name, sqsMessageId: record.messageId, ...traceOf(record.body) });
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

/** The ids to log a message by, as far as it can be read. */
const traceOf = (body: string): Record<string, unknown> => {
  try {
    const parsed = JSON.parse(body) as { detail?: Record<string, unknown> } & Record<string, unknown>;
    const { id, type, correlationId, causationId } = parsed.detail ?? parsed;
    return { messageId: id, messageType: type, correlationId, causationId };
  } catch {
    return {};
  }
};
