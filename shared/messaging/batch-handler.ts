import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readEnv, text, wholeNumber } from '../config/env.ts';
import { AppError } from '../errors.ts';
import type { InboxName } from '../events/subscriptions.ts';
import { batchProcessor, type BatchReactions } from './batch.ts';
import { RESERVE_MS, settleRecord } from './inbox-handler.ts';

/**
 * The shell around an inbox whose messages are settled together: as `inboxHandler`, with partial batch responses, one log
 * line a message and dead letters with their cause, but the reactions get all messages of a type at once.
 * Environment: `INBOX_DLQ_URL` and `INBOX_MAX_RECEIVES`, both set by the `ServiceInbox` construct.
 */
export const batchHandler = <Name extends InboxName>(name: Name, reactions: BatchReactions<Name>) => {
  const env = readEnv({ INBOX_DLQ_URL: text, INBOX_MAX_RECEIVES: wholeNumber });
  const process = batchProcessor(name, reactions);

  return middy<SQSEvent, SQSBatchResponse>().handler(async ({ Records }, context) => {
    if (context.getRemainingTimeInMillis() < RESERVE_MS) {
      throw new AppError('unavailable', 'message.no-time-left', 'No time left in this invocation');
    }
    const dispositions = await process(
      Records.map(({ body, attributes }) => ({
        body,
        receive: { count: Number(attributes.ApproximateReceiveCount), max: env.INBOX_MAX_RECEIVES },
      })),
    );
    const settled = await Promise.allSettled(
      Records.map((record, index) => settleRecord(name, env.INBOX_DLQ_URL, record, dispositions[index])),
    );
    const failed = Records.filter((_, index) => settled[index]?.status !== 'fulfilled');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
};
