import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { lambdaContext, streamEvent } from '../../support/lambda-events.ts';
import { itemWithOutbox, publishedEvent, writeOf } from '../../support/stored-items.ts';
import { shellWorld } from '../../support/shell-world.ts';

type Relay = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;
interface Entry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time: number;
  readonly TraceHeader?: string;
}

const shell = shellWorld();
let relay: Relay;
let inventoryRelay: Relay;

beforeAll(async () => {
  Object.assign(process.env, {
    EVENT_BUS_NAME: 'bus',
    STAGE: 'production',
    POWERTOOLS_SERVICE_NAME: 'orders',
    RELAY_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`,
    STOCK_LOW_THRESHOLD: '5',
  });
  relay = (await import('../../../functions/orders/lambdas/relay.ts')).handler;
  inventoryRelay = (await import('../../../functions/inventory/lambdas/relay.ts')).handler;
});
afterEach(() => {
  delete process.env['_X_AMZN_TRACE_ID'];
});

const allTaken = { batchItemFailures: [] };

/** The entries of each PutEvents call. */
const puts = (): readonly (readonly Entry[])[] =>
  shell.aws.inputsOf('Events.PutEvents').map(({ Entries }) => Entries as readonly Entry[]);

/** The ids of the events in each PutEvents call. */
const published = (): readonly (readonly string[])[] =>
  puts().map((entries) => entries.map(({ Detail }) => (JSON.parse(Detail) as { id: string }).id));

/** The response of a bus that accepts all events. */
const take = (input: Readonly<Record<string, unknown>>): AwsAnswer => ({
  body: {
    FailedEntryCount: 0,
    Entries: (input['Entries'] as readonly Entry[]).map((_, index) => ({ EventId: String(index) })),
  },
});
const working = (): void =>
  shell.aws.answer(({ operation, input }) => (operation === 'Events.PutEvents' ? take(input) : undefined));

describe('a relay', () => {
  it('publishes an event with its bus, source, type and time, and the message as it was written', async () => {
    working();
    const event = publishedEvent(1);
    expect(await relay(streamEvent(writeOf(event)), lambdaContext())).toEqual(allTaken);
    expect(puts()).toEqual([
      [
        {
          EventBusName: 'bus',
          Source: 'orderly.orders',
          DetailType: 'OrderExpired',
          Detail: expect.any(String),
          Time: Date.parse(event.time) / 1000,
        },
      ],
    ]);
    expect(JSON.parse(puts()[0]![0]!.Detail)).toEqual(event);
    expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([]);
  });

  it('passes the trace header of the invocation on to the bus', async () => {
    working();
    process.env['_X_AMZN_TRACE_ID'] = 'Root=1-5f84c7a1';
    await relay(streamEvent(writeOf(publishedEvent(1))), lambdaContext());
    expect(puts()[0]![0]!.TraceHeader).toBe('Root=1-5f84c7a1');
  });

  it('publishes all events of all writes in order, ten per call', async () => {
    working();
    const numbers = Array.from({ length: 23 }, (_, n) => n + 1);
    const writes = [
      writeOf(publishedEvent(1), publishedEvent(2)),
      ...numbers.slice(2).map((n) => writeOf(publishedEvent(n))),
    ];
    expect(await relay(streamEvent(...writes), lambdaContext())).toEqual(allTaken);
    expect(published().map((ids) => ids.length)).toEqual([10, 10, 3]);
    expect(published().flat()).toEqual(numbers.map((n) => `OrderExpired:${n}`));
  });

  it('publishes nothing for a write that keeps the version', async () => {
    const item = itemWithOutbox('order#1', [publishedEvent(1)], { version: 2 });
    expect(await relay(streamEvent({ before: item, after: item }), lambdaContext())).toEqual(allTaken);
    expect(shell.aws.calls).toEqual([]);
  });

  it('publishes nothing for a deletion or for a version without events', async () => {
    const item = itemWithOutbox('order#1', [publishedEvent(1)]);
    const next = itemWithOutbox('order#1', [], { version: 3 });
    const event = streamEvent({ before: item }, { before: item, after: next });
    expect(await relay(event, lambdaContext())).toEqual(allTaken);
    expect(shell.aws.calls).toEqual([]);
  });

  it('publishes the events of the new version only', async () => {
    working();
    const before = itemWithOutbox('order#1', [publishedEvent(1)], { version: 1 });
    const after = itemWithOutbox('order#1', [publishedEvent(2)], { version: 2 });
    await relay(streamEvent({ before, after }), lambdaContext());
    expect(published()).toEqual([['OrderExpired:2']]);
  });

  it('logs the ids of each event, and not its data', async () => {
    working();
    await relay(streamEvent(writeOf(publishedEvent(1, { data: { note: 'for Grandma' } }))), lambdaContext());
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'Event published',
        messageId: 'OrderExpired:1',
        messageType: 'OrderExpired',
        correlationId: 'correlation-1',
        causationId: 'cause-1',
      }),
    ]);
    expect(shell.lines.text()).not.toContain('Grandma');
  });

  it('writes business metrics of what it has published', async () => {
    working();
    const data = { orderId: '1', placedAt: '2026-03-01T09:29:00.000Z' };
    const paid = publishedEvent(2, { id: 'OrderPaid:1', type: 'OrderPaid', data });
    await relay(streamEvent(writeOf(publishedEvent(1), paid)), lambdaContext());
    expect(shell.lines.metrics()).toEqual([
      expect.objectContaining({ OrdersExpired: 1, OrdersPaid: 1, OrderToPaidLatency: 60_000 }),
    ]);
    shell.lines.reset();
    await relay(streamEvent(writeOf(publishedEvent(1))), lambdaContext());
    expect(shell.lines.metrics()).toEqual([expect.not.objectContaining({ OrdersPaid: expect.anything() })]);
  });
});

describe('the relay of inventory', () => {
  const stock = (available: number, version: number) => ({ pk: 'stock#bun', available, version });

  it('publishes StockLow when stock falls below the threshold, and nothing while it stays above', async () => {
    working();
    const fell = { before: stock(6, 7), after: stock(4, 8) };
    const above = { before: stock(9, 8), after: stock(8, 9) };
    expect(await inventoryRelay(streamEvent(fell, above), lambdaContext())).toEqual(allTaken);
    expect(puts()).toHaveLength(1);
    const [entry] = puts()[0]!;
    expect(entry).toMatchObject({ Source: 'orderly.inventory', DetailType: 'StockLow' });
    expect(JSON.parse(entry!.Detail)).toMatchObject({
      id: 'StockLow:bun:8',
      data: { productId: 'bun', available: 4, threshold: 5 },
    });
  });

  it('publishes the outbox of any other item', async () => {
    working();
    const after = itemWithOutbox('reservation#1', [publishedEvent(1, { id: 'StockReserved:1' })]);
    await inventoryRelay(streamEvent({ after }), lambdaContext());
    expect(published()).toEqual([['StockReserved:1']]);
  });
});

describe('an event that only newer code knows', () => {
  const unknown = [
    publishedEvent(1, { id: 'OrderArchived:1', type: 'OrderArchived', data: null }),
    publishedEvent(2, { id: 'constructor:1', type: 'constructor', version: 4 }),
    publishedEvent(3, { id: 'OrderPaid:1', type: 'OrderPaid', version: 2, data: { placed: 'yesterday' } }),
    publishedEvent(4, { id: 'OrderCreated:1', type: 'OrderCreated', version: 1, data: null }),
  ];
  const writes = () => streamEvent(...unknown.map((event) => writeOf(event)), writeOf(publishedEvent(5)));

  it.each([
    ['orders', () => relay],
    ['inventory', () => inventoryRelay],
  ])('passes the relay of %s in its version, and does not block later events', async (_, relayOf) => {
    working();
    expect(await relayOf()(writes(), lambdaContext())).toEqual(allTaken);
    const messages = puts().flatMap((entries) => entries.map(({ Detail }) => JSON.parse(Detail) as unknown));
    expect(messages).toEqual(
      [...unknown, publishedEvent(5)].map(({ id, type, version, data }) =>
        expect.objectContaining({ id, type, version, data }),
      ),
    );
    expect(shell.aws.inputsOf('SQS.SendMessage')).toEqual([]);
  });

  it('is not counted, and the events that are known are', async () => {
    working();
    await relay(writes(), lambdaContext());
    expect(shell.lines.metrics()).toEqual([expect.objectContaining({ OrdersExpired: 1 })]);
    expect(shell.lines.metrics()).toEqual([expect.not.objectContaining({ OrdersPaid: expect.anything() })]);
    const warnings = shell.lines.logs().filter(({ level }) => level === 'WARN');
    expect(warnings).toEqual([expect.objectContaining({ messageType: 'OrderCreated' })]);
  });
});
