import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { busMessage, orderIdOf, orderPaid } from '../../support/bus-messages.ts';
import type { AwsCall } from '../../support/fake-aws.ts';
import { lambdaContext, sqsEvent, type QueuedMessage } from '../../support/lambda-events.ts';
import { passTime, stopTime, until } from '../../support/stopped-time.ts';
import { shellWorld } from '../../support/shell-world.ts';

// A low limit, so that a test fails soon if its call hangs.
jest.setTimeout(20_000);

type Inbox = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const shell = shellWorld();
let fulfilment: Inbox;
let reservations: Inbox;
let inbox: typeof inboxHandler;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/inbox-dlq`,
    INBOX_MAX_RECEIVES: '5',
    COPIES_KEPT_DAYS: '36500',
    KEEP_DAYS: '3650',
    INVENTORY_RESERVATIONS_URL: `${process.env['AWS_ENDPOINT_URL']}/inventory-reservations`,
    BATCH_LEASE_SECONDS: '30',
  });
  fulfilment = (await import('../../../functions/fulfilment/lambdas/inbox.ts')).handler;
  reservations = (await import('../../../functions/inventory/lambdas/reservations.ts')).handler;
  inbox = (await import('../../../shared/messaging/inbox-handler.ts')).inboxHandler;
});
beforeEach(stopTime);
afterEach(() => {
  jest.useRealTimers();
});

const failed = (...messages: readonly number[]): SQSBatchResponse => ({
  batchItemFailures: messages.map((n) => ({ itemIdentifier: `message-${n}` })),
});
const deadLetters = () => shell.aws.inputsOf('SQS.SendMessage');
const code = (StringValue: string) => ({
  MessageAttributes: expect.objectContaining({ code: { DataType: 'String', StringValue } }),
});
const isAbout = ({ input }: AwsCall, text: string): boolean => JSON.stringify(input).includes(text);
/** DynamoDB accepts calls about the orders with these numbers, and never responds. */
const silentFor = (...orders: readonly number[]): void =>
  shell.aws.answer((call) =>
    call.operation.startsWith('DynamoDB.') && orders.some((n) => isAbout(call, orderIdOf(n)))
      ? { silent: true }
      : undefined,
  );
const tenOf = (messageOf: (n: number) => QueuedMessage): SQSEvent =>
  sqsEvent(...Array.from({ length: 10 }, (_, index) => messageOf(index + 1)));

/** The messages that the inbox has processed so far. */
const processed = () => shell.lines.logs().filter(({ message }) => message === 'Message processed');
const others = () => shell.lines.logs().filter(({ message }) => message !== 'Message processed');
const called = (text: string) => shell.aws.calls.some((call) => isAbout(call, text));

describe('a batch of ten of which one waits for a table that never answers', () => {
  it('loses none of the other nine, and the one is delivered again', async () => {
    silentFor(7);
    const end = fulfilment(
      tenOf((n) => ({ body: orderPaid(n) })),
      lambdaContext(8_000),
    );
    await until(() => processed().length === 9 && called(orderIdOf(7)));
    await passTime(6_000);
    expect(await end).toEqual(failed(7));
    expect(processed()).toHaveLength(9);
    expect(others()).toEqual([
      expect.objectContaining({
        level: 'WARN',
        code: 'unexpected.TimeoutError',
        sqsMessageId: 'message-7',
        error: expect.objectContaining({
          message: 'An outbound call had no answer after 6000 ms and was given up',
        }),
      }),
    ]);
    expect(deadLetters()).toEqual([]);
  });

  it('loses none of the other nine when the messages are processed together', async () => {
    const stock = { pk: { S: 'stock#bun' }, available: { N: '100' }, version: { N: '9' } };
    shell.aws.answer((call) => {
      if (isAbout(call, 'stock#desk')) return { silent: true };
      return call.operation === 'DynamoDB.UpdateItem' ? { body: { Attributes: stock } } : undefined;
    });
    const event = tenOf((n) => {
      const item = { productId: n === 7 ? 'desk' : 'bun', name: 'x', quantity: 1, unitAmount: 100 };
      const order = { orderId: orderIdOf(n), customerId: 'alice', items: [item], attempt: 1 };
      return { body: busMessage('OrderCreated', { ...order, totalAmount: 100, currency: 'EUR' }) };
    });
    const end = reservations(event, lambdaContext(8_000));
    const updatesOfBuns = () =>
      shell.aws
        .inputsOf('DynamoDB.UpdateItem')
        .filter((input) => JSON.stringify(input).includes('stock#bun'));
    // Waits until the stock batch of the other nine orders has been opened and closed, which takes two updates.
    await until(() => updatesOfBuns().length === 2 && called('stock#desk'));
    await passTime(6_000);
    expect(await end).toEqual(failed(7));
    expect(processed()).toHaveLength(9);
    expect(deadLetters()).toEqual([]);
  });
});

describe('a message that waits for a table that never answers', () => {
  it('is delivered again after its call had its own limit, if the function has more time', async () => {
    silentFor(1);
    const end = fulfilment(sqsEvent({ body: orderPaid(1) }), lambdaContext(20_000));
    await until(() => called(orderIdOf(1)));
    await passTime(8_000);
    expect(await end).toEqual(failed(1));
  });

  it('goes to the dead-letter queue with its cause at its last receive', async () => {
    silentFor(1);
    const end = fulfilment(sqsEvent({ body: orderPaid(1), receives: 5 }), lambdaContext(4_000));
    await until(() => called(orderIdOf(1)));
    await passTime(3_000);
    expect(await end).toEqual(failed());
    expect(deadLetters()).toEqual([
      expect.objectContaining({
        MessageBody: JSON.stringify(orderPaid(1)),
        ...code('unexpected.TimeoutError'),
      }),
    ]);
  });
});

describe('a dead letter that its queue does not accept in time', () => {
  it('is reported, so that its message is delivered again', async () => {
    shell.aws.answer(({ operation }) => (operation === 'SQS.SendMessage' ? { silent: true } : undefined));
    const end = fulfilment(sqsEvent({ body: '{' }), lambdaContext(4_000));
    await until(() => deadLetters().length > 0);
    await passTime(3_750);
    expect(await end).toEqual(failed(1));
  });
});

describe('a reaction that does not come to its end, without an outbound call', () => {
  const inboxWith = (reaction: () => Promise<unknown>) =>
    inbox('fulfilment-inbox', {
      OrderPaid: ({ orderId }) => (orderId === orderIdOf(1) ? reaction() : Promise.resolve()),
      OrderPreparing: () => Promise.resolve(),
      OrderCancelled: () => Promise.resolve(),
      OrderAnonymised: () => Promise.resolve(),
    });
  /** Runs an invocation of four seconds until it gives up the first message. */
  const giveUp = async (handler: Inbox, ...messages: readonly QueuedMessage[]): Promise<SQSBatchResponse> => {
    const end = handler(sqsEvent(...messages), lambdaContext(4_000));
    await until(() => processed().length === messages.length - 1);
    await passTime(3_500);
    return end;
  };

  it('is given up: its message is delivered again, and the others are settled', async () => {
    const handler = inboxWith(() => new Promise(() => undefined));
    expect(await giveUp(handler, { body: orderPaid(1), receives: 4 }, { body: orderPaid(2) })).toEqual(
      failed(1),
    );
    expect(others()).toEqual([
      expect.objectContaining({ level: 'WARN', code: 'message.out-of-time', sqsMessageId: 'message-1' }),
    ]);
    expect(deadLetters()).toEqual([]);
  });

  it('sends its message to the dead-letter queue at its last receive', async () => {
    const handler = inboxWith(() => new Promise(() => undefined));
    expect(await giveUp(handler, { body: orderPaid(1), receives: 5 }, { body: orderPaid(2) })).toEqual(
      failed(),
    );
    expect(deadLetters()).toEqual([expect.objectContaining(code('message.out-of-time'))]);
  });

  it('has no effect if it ends later, and neither has its late failure', async () => {
    let fail = (_: Error): void => undefined;
    const handler = inboxWith(() => new Promise((_, reject) => (fail = reject)));
    expect(await giveUp(handler, { body: orderPaid(1) })).toEqual(failed(1));
    fail(new Error('late'));
    // The next invocation is not affected. An unhandled rejection would fail this test.
    shell.lines.reset();
    expect(await handler(sqsEvent({ body: orderPaid(2) }), lambdaContext())).toEqual(failed());
    expect([processed().length, others()]).toEqual([1, []]);
    expect(deadLetters()).toEqual([]);
  });
});
