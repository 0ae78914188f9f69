import { randomUUID } from 'node:crypto';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { publishedBy } from '../../shared/events/catalog.ts';
import { inboxes, type Inbox, type InboxName } from '../../shared/events/subscriptions.ts';
import { sqs } from '../support/aws.ts';
import { busMessage } from '../support/bus-messages.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { deployedStack } from '../support/stack.ts';

interface Letter {
  readonly messageId: string;
  readonly correlationId?: string;
}

interface Group {
  readonly code: string;
  readonly messages: readonly Letter[];
}

/** `orders-inbox` → `ordersInbox`, as in the stack file. */
const camel = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const send = async (queue: string, body: unknown): Promise<void> => {
  const QueueUrl = deployedStack().queues[queue];
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), DelaySeconds: 0 }));
};

const lettersOf = async (queue: string, correlationId: string) => {
  const answer = await callAs<{ groups: readonly Group[] }>(
    'admin',
    'admin',
    'GET',
    `/ops/dead-letters?queue=${queue}`,
  );
  return demand(answer, 200).groups.flatMap(({ code, messages }) =>
    messages
      .filter((letter) => letter.correlationId === correlationId)
      .map(({ messageId }) => ({ code, messageId })),
  );
};

/** Waits for a dead letter whose id is not `earlier`. */
const letterOf = (queue: string, correlationId: string, earlier?: string) =>
  eventually(
    async () => {
      const [letter] = (await lettersOf(queue, correlationId)).filter(
        ({ messageId }) => messageId !== earlier,
      );
      if (letter === undefined) throw new Error('It is not there yet.');
      return letter;
    },
    { describe: `the dead letter of ${correlationId} in ${queue}` },
  );

/** Deletes a dead letter, because other tests expect that there is none. */
const discard = (queue: string, correlationId: string) =>
  eventually(
    async () => {
      const QueueUrl = deployedStack().queues[queue];
      const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 };
      const { Messages = [] } = await sqs().send(new ReceiveMessageCommand(receive));
      const letter = Messages.find(({ Body = '' }) => Body.includes(correlationId));
      if (letter === undefined) throw new Error(`${Messages.length} other messages`);
      await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: letter.ReceiptHandle }));
    },
    { describe: `the dead letter of ${correlationId} being received` },
  );

const redrive = (queue: string, messageId: string) =>
  callAs('admin', 'admin', 'POST', `/ops/dead-letters/${queue}/redrive`, {
    body: { messageIds: [messageId] },
  });

/**
 * Redrives one dead letter while another one is in the queue. If the redrive receives both, it must release the one
 * that it does not redrive. Otherwise that dead letter would be hidden for a while.
 */
const redriveOneOfTwo = async (queue: string, messageId: string): Promise<void> => {
  const other = randomUUID();
  const { detail } = busMessage('StockLow', { productId: 'p' }, { correlationId: other });
  await send(`${camel(queue)}Dlq`, detail);
  await letterOf(queue, other);
  expect(await redrive(queue, messageId)).toMatchObject({ status: 200, body: { count: 1, failed: [] } });
  expect(await lettersOf(queue, other)).toHaveLength(1);
  await discard(`${camel(queue)}Dlq`, other);
};

// The queues are independent, and each test waits until its queue delivers a message again. So the tests run
// concurrently.
describe('an unreadable message', () => {
  it.concurrent.each(Object.keys(inboxes) as InboxName[])(
    'of %s becomes a dead letter, and again after it was redriven',
    async (queue) => {
      const correlationId = randomUUID();
      const { events }: Inbox = inboxes[queue];
      // The message gets the current time, because an inbox refuses an old message before it reads the data.
      const time = new Date().toISOString();
      await send(camel(queue), busMessage(events[0] ?? '', {}, { correlationId, time }).detail);
      const letter = await letterOf(queue, correlationId);
      expect(letter.code).toBe('message.invalid');
      await redriveOneOfTwo(queue, letter.messageId);
      expect((await letterOf(queue, correlationId, letter.messageId)).code).toBe('message.invalid');
      await discard(`${camel(queue)}Dlq`, correlationId);
    },
  );
});

/** The services that publish events and therefore have a relay, each with its events. */
const relays = Object.entries(publishedBy).filter(([, events]) => Object.keys(events).length > 0);

describe('an event that the bus refused', () => {
  it.concurrent.each(relays.map(([service]) => `${service}-relay`))(
    'of %s is published when it is redriven',
    async (queue) => {
      const correlationId = randomUUID();
      // No service reacts to this event.
      await send(`${camel(queue)}Dlq`, busMessage('StockLow', { productId: 'p' }, { correlationId }).detail);
      const { messageId } = await letterOf(queue, correlationId);
      await redriveOneOfTwo(queue, messageId);
      expect(await lettersOf(queue, correlationId)).toEqual([]);
    },
  );
});
