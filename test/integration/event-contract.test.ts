import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from '../../scripts/contract/asyncapi.ts';
import { eventValidators } from '../support/event-validators.ts';
import { eventually } from '../support/eventually.ts';
import { refund } from '../support/gateway.ts';
import { recordEvents, type DeliveredEvent, type RecordedEvents } from '../support/recorded-events.ts';
import { cancel, kitchenStep, newCustomer, newProduct, place, placePaid, reach } from '../support/shop.ts';

/** The types of events that the orders below cause. The bus also delivers events of other types. */
const expected = [
  'FulfilmentCompleted',
  'FulfilmentReady',
  'FulfilmentStarted',
  'OrderCancelled',
  'OrderCompleted',
  'OrderCreated',
  'OrderPaid',
  'OrderPreparing',
  'OrderRejected',
  'PaymentLinkCreated',
  'PaymentRequested',
  'PaymentSucceeded',
  'ProductChanged',
  'RefundAccepted',
  'RefundCompleted',
  'RefundRequested',
  'StockReservationFailed',
  'StockReserved',
];

let bus: RecordedEvents;
const delivered: DeliveredEvent[] = [];

beforeAll(async () => {
  bus = await recordEvents(`recorded-${randomUUID()}`);
  const customer = newCustomer();
  const productId = await newProduct(3, 500);
  const completed = await placePaid(customer, productId, 2);
  await kitchenStep(completed.orderId, 'start');
  await reach(completed.orderId, 'PREPARING');
  await kitchenStep(completed.orderId, 'ready');
  await reach(completed.orderId, 'READY');
  await kitchenStep(completed.orderId, 'complete');
  await reach(completed.orderId, 'COMPLETED');
  await refund(completed.orderId, 400);
  const rejected = await place(customer, [{ productId, quantity: 40 }]);
  await reach(rejected.orderId, 'REJECTED');
  const cancelled = await placePaid(customer, productId);
  await cancel(customer, 'customer', cancelled.orderId);
  await reach(cancelled.orderId, 'CANCELLED');
});
afterAll(() => bus.stop());

describe('the events on the bus', () => {
  it('are published for a completed, a rejected and a refunded order', async () => {
    await eventually(
      async () => {
        delivered.push(...(await bus.readDelivered()));
        const types = new Set(delivered.map((event) => event['detail-type']));
        expect(expected.filter((type) => !types.has(type))).toEqual([]);
      },
      { describe: 'all events of the three orders' },
    );
  });

  it('match the AsyncAPI document as they arrive in a queue', () => {
    const validatorOf = eventValidators(asyncApiDocument());
    const wrong = delivered.flatMap((event) => {
      const validate = validatorOf(event['detail-type']);
      return validate(event) ? [] : [{ event, errors: validate.errors }];
    });
    expect(delivered.length).toBeGreaterThan(expected.length);
    expect(wrong).toEqual([]);
  });
});
