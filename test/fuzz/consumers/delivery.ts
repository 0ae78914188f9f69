import type { SQSEvent } from 'aws-lambda';
import { parseSesEvent } from '../../../functions/notifications/adapters/ses-feedback.ts';
import type { InboxName } from '../../../shared/events/subscriptions.ts';
import type { Reactions } from '../../../shared/messaging/consumer.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import type { ShellWorld } from '../../support/shell-world.ts';
import { AMPLE_MS, MAX_LOG_LINE } from '../findings.ts';
import type { Message } from './messages.ts';
import type { Shop } from './shop.ts';

/** What happened to a message: it was acknowledged, retried or dead-lettered. A failed message has a code. */
export interface Fate {
  readonly end: 'acknowledged' | 'retried' | 'dead-letter';
  readonly code?: string;
}

/** What an inbox did with a batch of messages. */
export interface Delivered {
  /** What happened to each message, in the order of the batch. */
  readonly fates: readonly Fate[];
  /** Faults in the response, the dead letters or the log. They are faults whatever the messages contain. */
  readonly faults: readonly string[];
}

/** The characters that SQS accepts in bodies and attributes (SendMessage and MessageAttributeValue, API reference). */
export const ACCEPTED_BY_SQS = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]+$/u;

const eventOf = (messages: readonly Message[]): SQSEvent =>
  ({
    Records: messages.map(({ text, receives }, index) => ({
      messageId: `message-${index}`,
      body: text,
      attributes: receives === undefined ? {} : { ApproximateReceiveCount: receives },
    })),
  }) as unknown as SQSEvent;

interface DeadLetter {
  readonly MessageBody: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

/** Delivers a batch to the handler of an inbox. The inbox's service uses the stores of the shop. */
export const deliver = async (
  name: InboxName,
  { services }: Shop,
  messages: readonly Message[],
  { aws, lines }: ShellWorld,
): Promise<Delivered> => {
  aws.forget();
  lines.reset();
  const handler = inboxHandler(
    name,
    services.reactions[name] as unknown as Reactions<InboxName>,
    services.own[name],
    name === 'mail-feedback' ? parseSesEvent : undefined,
  );
  const { batchItemFailures } = await handler(eventOf(messages), lambdaContext(AMPLE_MS));
  // Waits, because Node reports an unhandled rejection only after the current turn of the event loop.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const faults: string[] = [];
  const reported = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const letters = aws.inputsOf('SQS.SendMessage') as unknown as readonly DeadLetter[];
  const logged = lines.logs();
  const sent: string[] = [];
  const fates = messages.map(({ text }, index): Fate => {
    const id = `message-${index}`;
    const about = logged.filter((line) => line['sqsMessageId'] === id);
    const codes = about.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
    const isMoved = about.some(({ message }) => String(message).includes('dead-letter queue'));
    const isReported = reported.includes(id);
    if (about.length !== 1) faults.push(`${id} has ${about.length} log lines`);
    if (isMoved && isReported) faults.push(`${id} is reported as failed although it is a dead letter`);
    if (isReported !== (about[0]?.['level'] === 'WARN')) faults.push(`${id} is reported, but not logged so`);
    if (isMoved) sent.push(text);
    const end = isMoved ? 'dead-letter' : isReported ? 'retried' : 'acknowledged';
    return { end, ...(codes[0] === undefined ? {} : { code: codes[0] }) };
  });
  const bodies = letters.map(({ MessageBody }) => MessageBody);
  if (JSON.stringify(bodies.toSorted()) !== JSON.stringify(sent.toSorted())) {
    faults.push(
      `${bodies.length} messages were sent to the dead-letter queue, but ${sent.length} were moved`,
    );
  }
  for (const { MessageAttributes } of letters) {
    for (const [attribute, { StringValue }] of Object.entries(MessageAttributes)) {
      if (!ACCEPTED_BY_SQS.test(StringValue)) {
        faults.push(`SQS does not accept ${attribute} of a dead letter: ${JSON.stringify(StringValue)}`);
      }
    }
  }
  const longest = Math.max(0, ...logged.map((line) => JSON.stringify(line).length));
  if (longest > MAX_LOG_LINE) faults.push(`a log line has ${longest} characters`);
  if (new Set(reported).size !== reported.length) faults.push('a message is reported twice');
  return { fates, faults };
};
