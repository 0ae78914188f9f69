import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { busMessage, orderIdOf, orderPaid } from '../../support/bus-messages.ts';
import { startFakeAws, type AwsCall, type FakeAws } from '../../support/fake-aws.ts';
import { lambdaContext, sqsEvent, type QueuedMessage } from '../../support/lambda-events.ts';
import { keepWrittenLines, type WrittenLines } from '../../support/written-lines.ts';

// If a call hangs, its test fails soon.
jest.setTimeout(20_000);

type Inbox = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

let aws: FakeAws;
let lines: WrittenLines;
let fulfilment: Inbox;
let reservations: Inbox;
let inbox: typeof inboxHandler;

beforeAll(async () => {
  aws = await startFakeAws();
  lines = keepWrittenLines();
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/inbox-dlq`,
    INBOX_MAX_RECEIVES: '5',
    INVENTORY_RESERVATIONS_URL: `${process.env['AWS_ENDPOINT_URL']}/inventory-reservations`,
    BATCH_LEASE_SECONDS: '30',
  });
  fulfilment = (await import('../../../functions/fulfilment/lambdas/inbox.ts')).handler;
  reservations = (await import('../../../functions/inventory/lambdas/reservations.ts')).handler;
  inbox = (await import('../../../shared/messaging/inbox-handler.ts')).inboxHandler;
});
afterEach(() => {
  aws.reset();
  lines.reset();
});
afterAll(() => {
  lines.stop();
  return aws.close();
});

const failed = (...messages: readonly number[]): SQSBatchResponse => ({
  batchItemFailures: messages.map((n) => ({ itemIdentifier: `message-${n}` })),
});
const deadLetters = () => aws.inputsOf('SQS.SendMessage');
const code = (StringValue: string) => ({
  MessageAttributes: expect.objectContaining({ code: { DataType: 'String', StringValue } }),
});
const isAbout = ({ input }: AwsCall, text: string): boolean => JSON.stringify(input).includes(text);
/** AWS accepts calls about the `n`-th orders, and never responds. */
const silentFor = (...orders: readonly number[]): void =>
  aws.answer((call) =>
    call.operation.startsWith('DynamoDB.') && orders.some((n) => isAbout(call, orderIdOf(n)))
      ? { silent: true }
      : undefined,
  );
const tenOf = (messageOf: (n: number) => QueuedMessage): SQSEvent =>
  sqsEvent(...Array.from({ length: 10 }, (_, index) => messageOf(index + 1)));

describe('a batch of ten of which one waits for a table that never answers', () => {
  it('loses none of the other nine, and the one is delivered again', async () => {
    silentFor(7);
    const event = tenOf((n) => ({ body: orderPaid(n) }));
    expect(await fulfilment(event, lambdaContext(2_000))).toEqual(failed(7));
    const [processed, others] = [true, false].map((is) =>
      lines.logs().filter(({ message }) => (message === 'Message processed') === is),
    );
    expect(processed).toHaveLength(9);
    expect(others).toEqual([
      expect.objectContaining({ level: 'WARN', code: 'unexpected.TimeoutError', sqsMessageId: 'message-7' }),
    ]);
    expect(deadLetters()).toEqual([]);
  });

  it('loses none of the other nine when the messages are processed together', async () => {
    const stock = { pk: { S: 'stock#bun' }, available: { N: '100' }, version: { N: '9' } };
    aws.answer((call) => {
      if (isAbout(call, 'stock#desk')) return { silent: true };
      return call.operation === 'DynamoDB.UpdateItem' ? { body: { Attributes: stock } } : undefined;
    });
    const event = tenOf((n) => {
      const item = { productId: n === 7 ? 'desk' : 'bun', name: 'x', quantity: 1, unitAmount: 100 };
      const order = { orderId: orderIdOf(n), customerId: 'alice', items: [item], attempt: 1 };
      return { body: busMessage('OrderCreated', { ...order, totalAmount: 100, currency: 'EUR' }) };
    });
    expect(await reservations(event, lambdaContext(2_000))).toEqual(failed(7));
    expect(deadLetters()).toEqual([]);
  });
});

describe('a message that waits for a table that never answers', () => {
  it('goes to the dead-letter queue with its cause at its last receive', async () => {
    silentFor(1);
    const event = sqsEvent({ body: orderPaid(1), receives: 5 });
    expect(await fulfilment(event, lambdaContext(400))).toEqual(failed());
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
    aws.answer(({ operation }) => (operation === 'SQS.SendMessage' ? { silent: true } : undefined));
    expect(await fulfilment(sqsEvent({ body: '{' }), lambdaContext(400))).toEqual(failed(1));
  });
});

describe('a reaction that does not come to its end, without an outbound call', () => {
  const endless = (reaction: () => Promise<unknown>) =>
    inbox('fulfilment-inbox', {
      OrderPaid: ({ orderId }) => (orderId === orderIdOf(1) ? reaction() : Promise.resolve()),
      OrderPreparing: () => Promise.resolve(),
      OrderCancelled: () => Promise.resolve(),
    });

  it('is given up: its message is delivered again, and those that are decided are settled', async () => {
    const handler = endless(() => new Promise(() => undefined));
    const event = sqsEvent({ body: orderPaid(1), receives: 4 }, { body: orderPaid(2) });
    expect(await handler(event, lambdaContext(400))).toEqual(failed(1));
    expect(lines.logs()).toContainEqual(
      expect.objectContaining({ level: 'WARN', code: 'message.out-of-time', sqsMessageId: 'message-1' }),
    );
    expect(deadLetters()).toEqual([]);
  });

  it('sends its message to the dead-letter queue at its last receive', async () => {
    const handler = endless(() => new Promise(() => undefined));
    const event = sqsEvent({ body: orderPaid(1), receives: 5 }, { body: orderPaid(2) });
    expect(await handler(event, lambdaContext(400))).toEqual(failed());
    expect(deadLetters()).toEqual([expect.objectContaining(code('message.out-of-time'))]);
  });

  it('has no effect if it ends later, and neither has its late failure', async () => {
    let fail = (_: Error): void => undefined;
    const handler = endless(() => new Promise((_, reject) => (fail = reject)));
    expect(await handler(sqsEvent({ body: orderPaid(1) }), lambdaContext(400))).toEqual(failed(1));
    fail(new Error('late'));
    // The next invocation runs as always. An unhandled rejection would fail this test.
    lines.reset();
    expect(await handler(sqsEvent({ body: orderPaid(2) }), lambdaContext(15_000))).toEqual(failed());
    expect(lines.logs()).toEqual([
      expect.objectContaining({ message: 'Message processed', sqsMessageId: 'message-1' }),
    ]);
    expect(deadLetters()).toEqual([]);
  });
});
