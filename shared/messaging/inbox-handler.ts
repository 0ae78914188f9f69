import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readEnv, text, wholeNumber } from '../config/env.ts';
import { AppError } from '../errors.ts';
import { systemClock } from '../kernel/clock.ts';
import type { InboxName } from '../events/subscriptions.ts';
import { logger, nearTimeout } from '../observability/telemetry.ts';
import { reserveOf, untilDeadline } from '../outbound.ts';
import {
  consumer,
  dispositionOf,
  type Disposition,
  type OwnMessages,
  type ParseMessage,
  type Reactions,
} from './consumer.ts';
import { sendToDeadLetters } from './sqs-client.ts';

/**
 * Builds the Lambda handler of an inbox. It returns partial batch responses, and logs the outcome of each message.
 *
 * SQS would move a message to the dead-letter queue without a cause. So the handler sends a copy of the message there
 * with the cause, and acknowledges the message. Environment: `INBOX_DLQ_URL`, `INBOX_MAX_RECEIVES`, `COPIES_KEPT_DAYS`
 * (set by the `ServiceInbox` construct).
 *
 * A message that takes too long does not fail its batch: shortly before the function's timeout, only this message is
 * treated as failed.
 */
export const inboxHandler = <Name extends InboxName>(
  name: Name,
  reactions: Reactions<Name>,
  ownMessages: OwnMessages = {},
  parse?: ParseMessage,
) => {
  const env = readEnv({
    INBOX_DLQ_URL: text,
    INBOX_MAX_RECEIVES: wholeNumber,
    COPIES_KEPT_DAYS: wholeNumber,
  });
  const ageLimit = { now: systemClock, maxDays: env.COPIES_KEPT_DAYS };
  const consume = consumer(name, reactions, ownMessages, ageLimit, parse);
  const shell = middy<SQSEvent, SQSBatchResponse>().use(nearTimeout());

  return shell.handler(async ({ Records }, context) => {
    const times = timesOf(context);
    const received = Records.map(({ body, attributes }) => ({
      body,
      receive: { count: Number(attributes.ApproximateReceiveCount), max: env.INBOX_MAX_RECEIVES },
    }));
    // Carries out each disposition (`settle`) as soon as it is known, so that a slow message does not delay the dead
    // letters of other messages.
    const settled: Promise<boolean>[] = [];
    const decided = (index: number, disposition: Disposition): void => {
      const record = Records[index];
      // A message that was given up is already settled, so a result that arrives later has no effect.
      if (record === undefined || settled[index] !== undefined) return;
      settled[index] = untilDeadline(times.settle, () =>
        settle(name, env.INBOX_DLQ_URL, record, disposition),
      ).then(
        () => true,
        (error: unknown) => {
          if (disposition?.outcome === 'dead-letter') {
            const ids = { inbox: name, sqsMessageId: record.messageId };
            logger.error('The dead-letter queue did not take the message', { ...ids, error: error as Error });
          }
          return false;
        },
      );
    };
    await endOf(
      untilDeadline(times.react, () => consume(received, decided)),
      times.giveUp,
    );
    received.forEach(({ receive }, index) => decided(index, dispositionOf(outOfTime(), receive)));
    const outcomes = await Promise.all(settled);
    const failed = Records.filter((_, index) => outcomes[index] !== true);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
};

/**
 * Splits the time that an invocation keeps for its own end (`reserveOf`). Times are in milliseconds since 1970.
 * At `react`, the outbound calls of reactions are ended, so the messages that need these calls fail. Messages that are
 * still undecided at `giveUp` fail then. Dead letters are sent until `settle`.
 */
const timesOf = (context: Context) => {
  const remainingMs = context.getRemainingTimeInMillis();
  const reserve = reserveOf(remainingMs);
  const end = Date.now() + remainingMs;
  return { react: end - reserve, giveUp: end - reserve / 2, settle: end - reserve / 4 };
};

/** Waits for the end of `running`, at most until `latest`, in milliseconds since 1970. */
const endOf = async (running: Promise<unknown>, latest: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, latest - Date.now());
  });
  await Promise.race([running, late]);
  clearTimeout(timer);
};

const outOfTime = (): AppError =>
  new AppError(
    'unavailable',
    'message.out-of-time',
    'The message was not processed before the function had to end',
  );

/**
 * Carries out what was decided for a message, and logs it.
 * @throws the error of a message that must be delivered again.
 */
const settle = async (
  name: string,
  deadLettersUrl: string,
  record: SQSRecord,
  result: Disposition,
): Promise<void> => {
  const log = logger.createChild();
  log.appendKeys({ inbox: name, sqsMessageId: record.messageId, ...idsOf(record.body) });
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  if (result.outcome === 'acknowledge') {
    log.info('Message processed');
    return;
  }
  const { error } = result;
  const { code, message } = error;
  if (result.outcome === 'retry') {
    log.warn('Message failed; it will be delivered again', { code, receiveCount, error });
    throw error;
  }
  log.error('Message failed; it is moved to the dead-letter queue', { code, receiveCount, error });
  await sendToDeadLetters(deadLettersUrl, record.body, { code, reason: message, source: name, receiveCount });
};

/** The longest id in a log line, in characters. Valid messages have no longer ids. */
const MAX_ID = 256;

/** An id for a log line. Anything but text is left out: the logger cannot write values that are nested very deeply. */
const idIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, MAX_ID) : undefined;

/** The ids of a message for its log lines, or nothing if the message cannot be parsed. */
const idsOf = (body: string): Record<string, unknown> => {
  try {
    const parsed = JSON.parse(body) as { detail?: Record<string, unknown> } & Record<string, unknown>;
    const { id, type, correlationId, causationId } = parsed.detail ?? parsed;
    return {
      messageId: idIn(id),
      messageType: idIn(type),
      correlationId: idIn(correlationId),
      causationId: idIn(causationId),
    };
  } catch {
    return {};
  }
};
