import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Order } from '../../../functions/orders/domain/order.ts';
import { busMessage } from '../../support/bus-messages.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { lambdaContext, sqsEvent } from '../../support/lambda-events.ts';
import { ORDER_ID, PLACED_AT, happened, orderAfter, orderIn, pendingOrder } from '../../support/orders.ts';
import { itemWithOutbox, savedItem, toWire } from '../../support/stored-items.ts';

type Watchdog = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

let aws: FakeAws;
let watchdog: Watchdog;

beforeAll(async () => {
  aws = await startFakeAws();
  Object.assign(process.env, {
    TABLE_NAME: 'orders',
    ORDERS_WATCHDOG_URL: `${process.env['AWS_ENDPOINT_URL']}/orders-watchdog`,
    INBOX_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/orders-watchdog-dlq`,
    INBOX_MAX_RECEIVES: '5',
    COPIES_KEPT_DAYS: '36500',
    KEEP_DAYS: '3650',
    STOCK_ANSWER_SECONDS: '60',
    LINK_ANSWER_SECONDS: '1000',
    CLOSURE_GRACE_SECONDS: '600',
    MAX_TICK_SECONDS: '900',
    ERASURE_SETTLE_SECONDS: '4500',
    ERASURE_COPIES_DAYS: '118',
  });
  watchdog = (await import('../../../functions/orders/lambdas/watchdog.ts')).handler;
});
afterEach(() => {
  aws.reset();
  jest.useRealTimers();
});
afterAll(() => aws.close());

/** Stops the clock at `now`. Timers still run. */
const itIs = (now: string): void => {
  jest.useFakeTimers({
    now: new Date(now),
    doNotFake: [
      ...(['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'] as const),
      ...(['clearImmediate', 'nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
    ],
  });
};

/** The table has this order. With `queueFails`, sending to the watchdog's queue fails. */
const given = (order: Order | undefined, { queueFails = false } = {}): void => {
  let item = order && toWire(itemWithOutbox(`order#${ORDER_ID}`, [], { state: order }));
  aws.answer(({ operation, input }) => {
    if (operation === 'DynamoDB.GetItem') return { body: item === undefined ? {} : { Item: item } };
    if (operation === 'DynamoDB.PutItem') item = input['Item'] as typeof item;
    return operation === 'SQS.SendMessage' && queueFails
      ? { status: 500, body: { __type: 'InternalError', message: 'no queue' } }
      : undefined;
  });
};

const created = busMessage('OrderCreated', {
  orderId: ORDER_ID,
  customerId: 'alice',
  items: [{ productId: 'espresso', name: 'Espresso beans', quantity: 2, unitAmount: 1250 }],
  totalAmount: 2500,
  currency: 'EUR',
  attempt: 1,
});
const tick = (after?: number, time = '2026-03-01T09:05:00.000Z') =>
  busMessage('WatchdogTick', { orderId: ORDER_ID, after }, { id: 'WatchdogTick:1', time }).detail;

const look = (body: unknown, receives = 1) => watchdog(sqsEvent({ body, receives }), lambdaContext());
const done = { batchItemFailures: [] };
const comesAgain = { batchItemFailures: [{ itemIdentifier: 'message-1' }] };
const operations = () => aws.calls.map(({ operation }) => operation);
/** The queue, delay and content of each tick (a delayed message of the watchdog to itself) that was sent. */
const ticks = () =>
  aws.inputsOf('SQS.SendMessage').map(({ QueueUrl, DelaySeconds, MessageBody }) => ({
    QueueUrl,
    DelaySeconds,
    message: JSON.parse(String(MessageBody)) as unknown,
  }));

describe('the watchdog', () => {
  it('answers OrderCreated with a tick to its own queue, delayed until the next duty is due', async () => {
    itIs('2026-03-01T09:00:20.000Z');
    given(pendingOrder());
    expect(await look(created)).toEqual(done);
    expect(operations()).toEqual(['DynamoDB.GetItem', 'SQS.SendMessage']);
    expect(ticks()).toEqual([
      {
        QueueUrl: process.env['ORDERS_WATCHDOG_URL'],
        DelaySeconds: 40,
        message: {
          id: `WatchdogTick:${ORDER_ID}:2026-03-01T09:00:20.000Z`,
          type: 'WatchdogTick',
          version: 1,
          time: '2026-03-01T09:00:20.000Z',
          correlationId: 'correlation-1',
          causationId: ORDER_ID,
          data: { orderId: ORDER_ID },
        },
      },
    ]);
  });

  it('does what is due in one write, then sends the next tick, which names that duty', async () => {
    itIs('2026-03-01T09:01:00.000Z');
    given(pendingOrder());
    expect(await look(tick())).toEqual(done);
    expect(operations()).toEqual(['DynamoDB.GetItem', 'DynamoDB.PutItem', 'SQS.SendMessage']);
    const [written] = aws.inputsOf('DynamoDB.PutItem');
    expect(savedItem(written!).outbox?.events).toEqual([
      expect.objectContaining({ type: 'OrderCreated', data: expect.objectContaining({ attempt: 2 }) }),
    ]);
    expect(ticks()).toMatchObject([
      { DelaySeconds: 120, message: { data: { orderId: ORDER_ID, after: 1 } } },
    ]);
  });

  it('rounds a delay up to whole seconds, and to the maximum at most', async () => {
    itIs('2026-03-01T09:01:00.000Z');
    given(orderAfter(happened.stockConfirmed));
    await look(tick());
    itIs('2026-03-01T09:17:38.900Z');
    await look(tick());
    expect(ticks().map(({ DelaySeconds }) => DelaySeconds)).toEqual([900, 2]);
  });

  it('acknowledges a tick only after the next one is sent: a retry of the tick sends it', async () => {
    itIs('2026-03-01T09:01:00.000Z');
    given(pendingOrder(), { queueFails: true });
    expect(await look(tick())).toEqual(comesAgain);
    const [written] = aws.inputsOf('DynamoDB.PutItem');
    expect(written).toBeDefined();
    aws.reset();
    aws.answer(({ operation }) =>
      operation === 'DynamoDB.GetItem' ? { body: { Item: written!['Item'] } } : undefined,
    );
    expect(await look(tick(), 2)).toEqual(done);
    expect(operations()).toEqual(['DynamoDB.GetItem', 'SQS.SendMessage']);
    expect(ticks()).toMatchObject([{ message: { data: { after: 1 } } }]);
  });

  it('sends no next tick for a superseded tick', async () => {
    itIs('2026-03-01T09:01:30.000Z');
    given({
      ...pendingOrder(),
      askedAt: '2026-03-01T09:01:00.000Z',
      lastDuty: { number: 1, tickSentAt: PLACED_AT },
    });
    expect(await look(tick())).toEqual(done);
    expect(operations()).toEqual(['DynamoDB.GetItem']);
  });

  it.each(['PAID', 'COMPLETED', 'CANCELLED', 'EXPIRED', 'REJECTED'] as const)(
    'sends no next tick for an order that is %s',
    async (status) => {
      itIs('2026-03-01T10:00:00.000Z');
      given(orderIn[status]());
      expect(await look(tick())).toEqual(done);
      expect(operations()).toEqual(['DynamoDB.GetItem']);
    },
  );

  it('sends no next tick after the duty that ends the order', async () => {
    itIs('2026-03-01T09:10:00.000Z');
    given(pendingOrder());
    expect(await look(tick())).toEqual(done);
    expect(operations()).toEqual(['DynamoDB.GetItem', 'DynamoDB.PutItem']);
  });

  it('retries a tick whose order is not found', async () => {
    given(undefined);
    expect(await look(tick())).toEqual(comesAgain);
    expect(ticks()).toEqual([]);
  });

  it('sends a tick without an order to the dead-letter queue', async () => {
    const nameless = busMessage('WatchdogTick', {}).detail;
    expect(await look(nameless)).toEqual(done);
    expect(ticks()).toEqual([
      { QueueUrl: process.env['INBOX_DLQ_URL'], DelaySeconds: undefined, message: nameless },
    ]);
  });
});
