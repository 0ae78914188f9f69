import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventSchemas, type EventType } from '../../../shared/events/catalog.ts';
import { exampleOf } from '../../../shared/events/examples/examples.ts';
import { CANARY_CUSTOMER, CANARY_PRODUCT } from '../../../shared/kernel/caller.ts';
import { lambdaContext, streamEvent } from '../../support/lambda-events.ts';
import { publishedEvent, writeOf } from '../../support/stored-items.ts';
import { shellWorld } from '../../support/shell-world.ts';

const shell = shellWorld();
let relay: (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

beforeAll(async () => {
  Object.assign(process.env, {
    EVENT_BUS_NAME: 'bus',
    STAGE: 'production',
    PAYMENT_WINDOW_SECONDS: '1800',
    POWERTOOLS_SERVICE_NAME: 'orders',
    RELAY_DLQ_URL: `${process.env['AWS_ENDPOINT_URL']}/relay-dlq`,
  });
  relay = (await import('../../../functions/orders/lambdas/relay.ts')).handler;
});

/** Makes the bus accept a single event. */
const working = (): void =>
  shell.aws.answer(({ operation }) =>
    operation === 'Events.PutEvents'
      ? { body: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } }
      : undefined,
  );

describe('the metrics of a relay', () => {
  it('have the service and the stage as dimensions, so the stages of an account do not mix', async () => {
    working();
    const placed = { attempt: 1 };
    const created = publishedEvent(3, { id: 'OrderCreated:1', type: 'OrderCreated', data: placed });
    await relay(streamEvent(writeOf(created)), lambdaContext());
    expect(shell.lines.metrics()).toEqual([
      expect.objectContaining({
        _aws: expect.objectContaining({
          CloudWatchMetrics: [
            expect.objectContaining({ Namespace: 'Orderly', Dimensions: [['service', 'stage']] }),
          ],
        }),
        service: 'orders',
        stage: 'production',
      }),
    ]);
  });

  it.each([
    ['a minute after the order', '2026-03-01T09:29:00.000Z', 1],
    ['when the time to pay ends, because no webhook arrived', '2026-03-01T09:00:00.000Z', 0],
  ])('count a payment that is noticed %s', async (_when, placedAt, inTime) => {
    working();
    const data = { orderId: '1', placedAt };
    const paid = publishedEvent(1, { id: 'OrderPaid:1', type: 'OrderPaid', data });
    await relay(streamEvent(writeOf(paid)), lambdaContext());
    expect(shell.lines.metrics()).toEqual([
      expect.objectContaining({ OrdersPaid: 1, OrdersPaidInTime: inTime }),
    ]);
  });

  it('count an order that is placed as not paid, and one that is asked for again not at all', async () => {
    working();
    const attempt = (n: number) =>
      publishedEvent(n, { id: `OrderCreated:${n}`, type: 'OrderCreated', data: { attempt: n } });
    await relay(streamEvent(writeOf(attempt(1))), lambdaContext());
    await relay(streamEvent(writeOf(attempt(2))), lambdaContext());
    expect(shell.lines.metrics()).toEqual([
      expect.objectContaining({ OrdersPlaced: 1, OrdersPaidInTime: 0 }),
      expect.objectContaining({ StockAskedAgain: 1 }),
    ]);
    expect(shell.lines.metrics()[1]).not.toHaveProperty('OrdersPaidInTime');
  });
});

describe('the canary', () => {
  /** The data of an event, as if it were about the canary. */
  const ofCanary = (type: EventType): Readonly<Record<string, unknown>> => {
    const marks = { customerId: CANARY_CUSTOMER, productId: CANARY_PRODUCT, canary: true };
    const fields = Object.keys(eventSchemas[type].shape);
    const known = Object.entries(marks).filter(([name]) => fields.includes(name));
    return { ...(exampleOf(type).data as object), canary: undefined, ...Object.fromEntries(known) };
  };
  const relayed = async (type: EventType, data: Readonly<Record<string, unknown>>) => {
    working();
    shell.lines.reset();
    await relay(streamEvent(writeOf(publishedEvent(1, { id: `${type}:1`, type, data }))), lambdaContext());
    return shell.lines.metrics();
  };

  it('is in no event that is counted, except those about money', async () => {
    const { countedEvents, moneyEvents } = await import('../../../shared/observability/business-metrics.ts');
    expect(countedEvents.length).toBeGreaterThan(10);
    for (const type of countedEvents.filter((one) => !moneyEvents.includes(one))) {
      const other = { ...(exampleOf(type).data as object), canary: undefined };
      expect([type, (await relayed(type, other)).length]).toEqual([type, 1]);
      expect([type, await relayed(type, ofCanary(type))]).toEqual([type, []]);
    }
  });

  it.each(['RefundFailed', 'PaymentDisputed'] as const)(
    'counts as money at risk if its order was paid: %s',
    async (type) => {
      expect(await relayed(type, ofCanary(type))).toEqual([expect.objectContaining({ MoneyAtRisk: 1 })]);
    },
  );

  it('is no other partner', async () => {
    const data = { ...(exampleOf('OrderCreated').data as object), customerId: 'partner:till-7' };
    expect(await relayed('OrderCreated', data)).toEqual([expect.objectContaining({ OrdersPlaced: 1 })]);
  });
});
