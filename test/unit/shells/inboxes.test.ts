import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { busMessage, orderExpired, orderIdOf, orderPaid } from '../../support/bus-messages.ts';
import type { AwsAnswer, AwsCall } from '../../support/fake-aws.ts';
import { lambdaContext, sqsEvent } from '../../support/lambda-events.ts';
import { passTime, stopTime } from '../../support/stopped-time.ts';
import { shellWorld } from '../../support/shell-world.ts';

type Inbox = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const shell = shellWorld();
let inboxes: Readonly<Record<string, Inbox>>;

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/inbox-dlq`,
    INBOX_MAX_RECEIVES: '5',
    COPIES_KEPT_DAYS: '36500',
    KEEP_DAYS: '3650',
    BATCH_LEASE_SECONDS: '30',
  });
  inboxes = {
    'fulfilment-inbox': (await import('../../../functions/fulfilment/lambdas/inbox.ts')).handler,
    'inventory-inbox': (await import('../../../functions/inventory/lambdas/inbox.ts')).handler,
  };
});
afterEach(() => {
  jest.useRealTimers();
});

const nothingFailed: SQSBatchResponse = { batchItemFailures: [] };
const failed = (...messages: readonly number[]): SQSBatchResponse => ({
  batchItemFailures: messages.map((n) => ({ itemIdentifier: `message-${n}` })),
});
const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const deadLetters = () => shell.aws.inputsOf('SQS.SendMessage');
const tableCalls = () => shell.aws.calls.filter(({ operation }) => operation.startsWith('DynamoDB.'));
const isAbout = ({ operation, input }: AwsCall, n: number): boolean =>
  operation.startsWith('DynamoDB.') && JSON.stringify(input).includes(orderIdOf(n));

const broken = (message: string): AwsAnswer => ({
  status: 500,
  body: { __type: 'InternalServerError', message },
});
/** Every DynamoDB request about the `n`-th order fails. */
const tableFailsFor = (n: number): void =>
  shell.aws.answer((call) => (isAbout(call, n) ? broken('The table is down') : undefined));

describe.each(['fulfilment-inbox', 'inventory-inbox'])('%s', (name) => {
  const take = (event: SQSEvent, remainingMs?: number): Promise<SQSBatchResponse> =>
    inboxes[name]!(event, lambdaContext(remainingMs));

  it('acknowledges messages that it has processed, and sends no dead letter', async () => {
    const event = sqsEvent({ body: orderPaid(1) }, { body: orderPaid(2) });
    expect(await take(event)).toEqual(nothingFailed);
    expect([1, 2].map((n) => shell.aws.calls.filter((call) => isAbout(call, n)).length)).toEqual([1, 1]);
    expect(deadLetters()).toEqual([]);
  });

  it('accepts a message without an EventBridge event around it, as a redrive sends it', async () => {
    expect(await take(sqsEvent({ body: orderPaid(1).detail }))).toEqual(nothingFailed);
    expect(tableCalls()).toHaveLength(1);
  });

  it('reports the message that failed, and no other', async () => {
    tableFailsFor(2);
    const event = sqsEvent(...[1, 2, 3].map((n) => ({ body: orderPaid(n), receives: 4 })));
    expect(await take(event)).toEqual(failed(2));
    expect(deadLetters()).toEqual([]);
    expect(shell.aws.calls.some((call) => isAbout(call, 3))).toBe(true);
  });

  it('reports all messages when all fail', async () => {
    shell.aws.answer(() => broken('The table is down'));
    const event = sqsEvent({ body: orderPaid(1) }, { body: orderPaid(2) });
    expect(await take(event)).toEqual(failed(1, 2));
    expect(deadLetters()).toEqual([]);
  });

  it('sends a failed message to the dead-letter queue with its cause at the last receive, and acknowledges it', async () => {
    tableFailsFor(2);
    const event = sqsEvent({ body: orderPaid(1), receives: 4 }, { body: orderPaid(2), receives: 5 });
    expect(await take(event)).toEqual(nothingFailed);
    expect(deadLetters()).toEqual([
      {
        QueueUrl: process.env['INBOX_DLQ_URL'],
        MessageBody: JSON.stringify(orderPaid(2)),
        MessageAttributes: {
          cause: text('The table is down'),
          code: text('unexpected.InternalServerError'),
          source: text(name),
          receiveCount: text('5'),
        },
      },
    ]);
  });

  it.each([
    ['is not JSON', '{', 'message.malformed-json'],
    ['has no envelope', { hello: 1 }, 'message.invalid'],
    ['has other data than its type says', busMessage('OrderPaid', { orderId: '1' }), 'message.invalid'],
  ])(
    'sends a message that %s to the dead-letter queue at once, and processes the others',
    async (_, body, code) => {
      expect(await take(sqsEvent({ body }, { body: orderPaid(2) }))).toEqual(nothingFailed);
      expect(deadLetters()).toEqual([
        {
          QueueUrl: process.env['INBOX_DLQ_URL'],
          MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
          MessageAttributes: {
            cause: { DataType: 'String', StringValue: expect.stringMatching(/.+/) },
            code: text(code),
            source: text(name),
            receiveCount: text('1'),
          },
        },
      ]);
      expect(tableCalls()).toHaveLength(1);
    },
  );

  it('has a message of an unknown type delivered again, and says at the last receive what to do', async () => {
    const body = busMessage('StockCounted', {});
    expect(await take(sqsEvent({ body, receives: 4 }, { body: orderPaid(2) }))).toEqual(failed(1));
    expect(deadLetters()).toEqual([]);
    expect(await take(sqsEvent({ body, receives: 5 }))).toEqual(nothingFailed);
    const cause =
      `${name} does not know messages of type StockCounted. ` +
      'Redrive it once newer code is deployed. Delete it only if no code needs this type, for example after a rollback';
    expect(deadLetters()).toMatchObject([
      {
        MessageAttributes: {
          cause: text(cause),
          code: text('message.unknown-type'),
          receiveCount: text('5'),
        },
      },
    ]);
  });

  it('names the wrong field in the cause of a dead letter', async () => {
    await take(sqsEvent({ body: orderPaid(1, { currency: 'euro' }) }));
    expect(JSON.stringify(deadLetters())).toMatch(/OrderPaid does not match its schema: currency: /);
  });

  it('reports a message whose dead letter cannot be sent', async () => {
    shell.aws.answer(({ operation, input }) =>
      operation === 'SQS.SendMessage' && input['MessageBody'] === '{' ? broken('no queue') : undefined,
    );
    const event = sqsEvent({ body: '{' }, { body: orderPaid(2) }, { body: '[' });
    expect(await take(event)).toEqual(failed(1));
  });

  it('sends a dead letter at once, while another message waits for a table that does not answer', async () => {
    let reached = (): void => undefined;
    const both = new Promise<void>((resolve) => {
      reached = resolve;
    });
    shell.aws.answer((call) => {
      if (deadLetters().length > 0 && tableCalls().length > 0) reached();
      return isAbout(call, 1) ? { silent: true } : undefined;
    });
    stopTime();
    const end = take(sqsEvent({ body: orderPaid(1) }, { body: '{' }));
    await both;
    expect(deadLetters()).toEqual([expect.objectContaining({ MessageBody: '{' })]);
    await passTime(13_000);
    expect(await end).toEqual(failed(1));
  });

  it('logs why the dead-letter queue did not take a message, which is then delivered again', async () => {
    const denial = 'not authorized to perform: sqs:sendmessage';
    shell.aws.answer(({ operation }) => (operation === 'SQS.SendMessage' ? broken(denial) : undefined));
    expect(await take(sqsEvent({ body: '{' }))).toEqual(failed(1));
    expect(shell.lines.logs().at(-1)).toMatchObject({
      level: 'ERROR',
      inbox: name,
      error: expect.objectContaining({ message: denial }),
    });
  });

  it('logs one line per message, with its ids and without its data', async () => {
    await take(sqsEvent({ body: orderPaid(1, { note: 'for Grandma' }) }));
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'Message processed',
        inbox: name,
        sqsMessageId: 'message-1',
        messageId: 'OrderPaid:1',
        messageType: 'OrderPaid',
        correlationId: 'correlation-1',
        causationId: 'cause-1',
      }),
    ]);
    expect(shell.lines.text()).not.toMatch(/Grandma|alice/);
  });

  it('logs a failure with its cause: a warning before a retry, an error at the last receive', async () => {
    shell.aws.answer(() => broken('The table is down'));
    await take(sqsEvent({ body: orderPaid(1, { note: 'for Grandma' }), receives: 4 }));
    const failure = { code: 'unexpected.InternalServerError', correlationId: 'correlation-1' };
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({ ...failure, level: 'WARN', receiveCount: 4 }),
    ]);
    shell.lines.reset();
    shell.aws.reset();
    tableFailsFor(1);
    await take(sqsEvent({ body: orderPaid(1, { note: 'for Grandma' }), receives: 5 }));
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        ...failure,
        level: 'ERROR',
        error: expect.objectContaining({ message: 'The table is down' }),
      }),
    ]);
    expect(shell.lines.text()).not.toMatch(/Grandma|alice/);
  });
});

describe('an inbox that processes the messages of one type together', () => {
  const take = (event: SQSEvent) => inboxes['inventory-inbox']!(event, lambdaContext());

  it('reports all messages of the type whose reaction throws, and none of another type', async () => {
    shell.aws.answer(({ operation }) => (operation === 'DynamoDB.BatchGetItem' ? broken('down') : undefined));
    const event = sqsEvent({ body: orderExpired(1) }, { body: orderPaid(2) }, { body: orderExpired(3) });
    expect(await take(event)).toEqual(failed(1, 3));
  });

  it('reads the reservations of all ended orders in one call', async () => {
    expect(await take(sqsEvent({ body: orderExpired(1) }, { body: orderExpired(2) }))).toEqual(nothingFailed);
    const [read, ...others] = shell.aws.inputsOf('DynamoDB.BatchGetItem');
    expect(JSON.stringify(read)).toMatch(new RegExp(`${orderIdOf(1)}.*${orderIdOf(2)}`));
    expect(others).toEqual([]);
  });
});
