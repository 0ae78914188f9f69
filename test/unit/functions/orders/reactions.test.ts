import { beforeEach, describe, expect, it } from '@jest/globals';
import { orderAggregate } from '../../../../functions/orders/aggregate.ts';
import type { Order } from '../../../../functions/orders/domain/order.ts';
import { viewOf } from '../../../../functions/orders/domain/order-view.ts';
import { reactions } from '../../../../functions/orders/reactions.ts';
import type { EventData, EventType } from '../../../../shared/events/catalog.ts';
import { integrationEvent } from '../../../support/bus-messages.ts';
import { deliverTo } from '../../../support/deliver.ts';
import { memoryOrderStore, type MemoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { memoryPriceList } from '../../../support/memory/orders-price-list.ts';
import { happened, ORDER_ID, orderAfter, orderIn, pendingOrder, price } from '../../../support/orders.ts';
import { KEEP_DAYS } from '../../../support/keep-days.ts';

const now = '2026-03-01T09:01:00.000Z';
let orders: MemoryOrderStore;
const prices = memoryPriceList();

beforeEach(() => {
  orders = memoryOrderStore();
});

const inbox = (store: MemoryOrderStore) =>
  deliverTo(
    'orders-inbox',
    reactions({
      orders: orderAggregate(store, () => now, KEEP_DAYS),
      erasureTicks: { schedule: () => Promise.reject(new Error('no erasure was requested')) },
      prices,
      paymentWindowSeconds: 900,
    }),
  );
const deliver = <Type extends EventType>(type: Type, data: EventData<Type>, discriminator = 1) =>
  inbox(orders)({
    detail: integrationEvent(type, ORDER_ID, data, {
      ...(discriminator === 1 ? {} : { discriminator }),
      at: now,
      correlationId: 'c-1',
      causationId: 'cause',
    }),
  });

const stored = () => orders.rows.get(ORDER_ID);
const customer = { orderId: ORDER_ID, customerId: 'alice' };
const put = async (order: Order) => {
  await orders.insert(pendingOrder(), undefined);
  await orders.save(order, 1, undefined);
};
const published = () => stored()?.outbox?.events.map(({ type }) => type);

describe('the reactions of the orders service', () => {
  it('requests the payment once stock is reserved, caused by that message', async () => {
    await orders.insert(pendingOrder(), undefined);
    await deliver('StockReserved', { orderId: ORDER_ID });
    expect(stored()?.outbox).toEqual({
      at: now,
      correlationId: 'c-1',
      causationId: `StockReserved:${ORDER_ID}`,
      events: [
        {
          id: `PaymentRequested:${ORDER_ID}`,
          type: 'PaymentRequested',
          data: { ...customer, amount: 2500, currency: 'EUR', payBy: '2026-03-01T09:16:00.000Z' },
        },
      ],
    });
  });

  it('writes nothing for a duplicate', async () => {
    await orders.insert(pendingOrder(), undefined);
    await deliver('StockReserved', { orderId: ORDER_ID });
    await deliver('StockReserved', { orderId: ORDER_ID });
    expect(stored()?.version).toBe(2);
  });

  it('publishes the rejection with each short product', async () => {
    await orders.insert(pendingOrder(), undefined);
    const shortages = [{ productId: 'espresso', requested: 2, available: 0 }];
    await deliver('StockReservationFailed', { orderId: ORDER_ID, reason: 'insufficient-stock', shortages });
    expect(stored()?.state).toMatchObject({ status: 'REJECTED', rejection: { shortages } });
    expect(stored()?.outbox?.events[0]?.data).toMatchObject({ ...customer, shortages });
  });

  it('publishes OrderPaid, and for late money a refund of all that is left', async () => {
    const money = { ...customer, paymentId: 'p', amount: 2500, currency: 'EUR', capturedAt: now };
    await put(orderIn.AWAITING_PAYMENT());
    await deliver('PaymentSucceeded', money);
    expect(published()).toEqual(['OrderPaid']);

    orders = memoryOrderStore();
    await put(orderIn.EXPIRED());
    await deliver('PaymentSucceeded', money);
    expect(stored()?.outbox?.events).toEqual([
      expect.objectContaining({
        id: `RefundRequested:${ORDER_ID}:auto:${ORDER_ID}`,
        data: { ...customer, refundId: `auto:${ORDER_ID}`, all: true, reason: 'paid-after-end' },
      }),
    ]);
  });

  it.each([
    ['amount', { amount: 1 }],
    ['currency', { currency: 'USD' }],
  ])('makes a payment of another %s a dead letter at once, and the order stays unpaid', async (_, wrong) => {
    const money = { ...customer, paymentId: 'p', amount: 2500, currency: 'EUR', capturedAt: now, ...wrong };
    await put(orderIn.AWAITING_PAYMENT());
    await expect(deliver('PaymentSucceeded', money)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'order.payment-mismatch',
    });
    expect(stored()).toMatchObject({ version: 2, state: { status: 'AWAITING_PAYMENT' } });
  });

  it('confirms the start of preparation again under the same event id', async () => {
    await put(orderIn.PAID());
    await deliver('FulfilmentStarted', { ...customer, at: now });
    const first = stored()?.outbox?.events[0]?.id;
    await deliver('FulfilmentStarted', { ...customer, at: now });
    expect(stored()?.version).toBe(4);
    expect(stored()?.outbox?.events[0]?.id).toBe(first);
    expect(first).toBe(`OrderPreparing:${ORDER_ID}`);
  });

  it('tells others what a full refund of a paid order means', async () => {
    await put(orderIn.PAID());
    await deliver('RefundCompleted', {
      ...customer,
      refundId: 'r',
      amount: 2500,
      currency: 'EUR',
      refundedAmount: 2500,
      reason: 'goodwill',
    });
    expect(stored()?.outbox?.events).toEqual([
      expect.objectContaining({
        type: 'OrderCancelled',
        data: expect.objectContaining({ previousStatus: 'PAID', by: 'system', cause: 'refunded' }),
      }),
    ]);
  });

  it.each([
    ['never could be made', { reason: 'refused-by-provider' }, 'OrderCancelled'],
    ['was not made in time', {}, 'OrderExpired'],
  ] as const)('ends an order whose payment %s', async (_, why, type) => {
    await put(orderIn.AWAITING_PAYMENT());
    await deliver('PaymentClosed', { orderId: ORDER_ID, ...why });
    expect(published()).toEqual([type]);
  });

  it('does not expire an order for a closure with an unknown reason', async () => {
    await put(orderIn.AWAITING_PAYMENT());
    const data = { orderId: ORDER_ID, reason: 'other' as 'refused-by-provider' };
    await expect(deliver('PaymentClosed', data)).rejects.toMatchObject({ code: 'message.unknown-value' });
    expect(stored()).toMatchObject({ version: 2, state: { status: 'AWAITING_PAYMENT' } });
  });

  it.each([
    [
      'FulfilmentReady',
      [
        ['PREPARING', 'inferred'],
        ['READY', 'preparation-finished'],
      ],
    ],
    [
      'FulfilmentCompleted',
      [
        ['PREPARING', 'inferred'],
        ['READY', 'inferred'],
        ['COMPLETED', 'handed-over'],
      ],
    ],
  ] as const)('fills the steps that %s overtook into the history of a PAID order', async (type, steps) => {
    await put(orderIn.PAID());
    await deliver(type, { ...customer, at: now });
    expect(stored()?.state.status).toBe(steps.at(-1)?.[0]);
    expect(viewOf(stored()!.state).history.slice(3)).toEqual(
      steps.map(([status, cause]) => ({ status, at: now, cause })),
    );
  });

  it('shows the link that it received', async () => {
    await put(orderAfter(happened.stockConfirmed));
    const paymentLink = 'https://pay.test/2';
    const terms = { amount: 2500, currency: 'EUR', payBy: '2026-03-01T09:31:00.000Z' };
    await deliver('PaymentLinkCreated', { ...customer, ...terms, paymentLink });
    expect(stored()?.state).toMatchObject({ status: 'AWAITING_PAYMENT', paymentLink });
  });

  it('notes each declined attempt once, and goes on waiting for the money', async () => {
    await put(orderIn.AWAITING_PAYMENT());
    for (const attempt of [1, 1, 2]) {
      await deliver('PaymentFailed', { ...customer, reason: 'card_declined' }, attempt);
    }
    const decline = { status: 'AWAITING_PAYMENT', at: now, cause: 'payment-declined: card_declined' };
    expect(stored()?.state.history.slice(1)).toEqual([decline, decline]);
    expect(stored()).toMatchObject({ version: 4, outbox: undefined, state: { status: 'AWAITING_PAYMENT' } });
  });

  it('keeps the refund report of the highest revision, whatever the order of arrival', async () => {
    const report = { ...customer, refundId: 'r', amount: 500, currency: 'EUR', reason: 'goodwill' };
    await put(orderIn.COMPLETED());
    await deliver('RefundCompleted', { ...report, refundedAmount: 500, revision: 4 });
    await deliver('RefundFailed', { ...report, refundedAmount: 0, revision: 5 });
    await deliver('RefundCompleted', { ...report, refundedAmount: 500, revision: 4 });
    expect(stored()?.state).toMatchObject({ refundedAmount: 0, refundRevision: 5 });
    await deliver('RefundCompleted', { ...report, refundedAmount: 500, revision: 6 });
    expect(stored()?.state).toMatchObject({ refundedAmount: 500, refundRevision: 6 });
  });

  it('notes a refused refund of an ended order, and ignores a refused refund of any other order', async () => {
    const report = { ...customer, amount: 2500, currency: 'EUR', refundedAmount: 0, reason: 'expired_card' };
    await put(orderIn.CANCELLED());
    await deliver('RefundFailed', { ...report, refundId: 'another' });
    expect(stored()?.state).not.toHaveProperty('refundRefusedAt');
    await deliver('RefundFailed', { ...report, refundId: `auto:${ORDER_ID}` });
    expect(stored()?.state).toMatchObject({ status: 'CANCELLED', refundRefusedAt: now });
  });

  it('retries a message for an order that does not exist (yet)', async () => {
    await expect(deliver('PaymentClosed', { orderId: ORDER_ID })).rejects.toMatchObject({
      kind: 'not-found',
      code: 'order.not-found',
    });
  });

  it('keeps the newest price, whatever order the news comes in', async () => {
    await deliver('ProductChanged', price({ revision: 2, unitAmount: 1400 }));
    await deliver('ProductChanged', price({ revision: 1, unitAmount: 900 }));
    expect((await prices.find(['espresso'])).get('espresso')).toMatchObject({ unitAmount: 1400 });
  });

  it('decides again on the newer state when it lost a race', async () => {
    await orders.insert(pendingOrder(), undefined);
    const racing = { ...orders };
    let raced = false;
    racing.load = async (orderId) => {
      const seen = await orders.load(orderId);
      if (!raced) {
        raced = true;
        await orders.save(orderIn.CANCELLED(), 1, undefined);
      }
      return seen;
    };
    await inbox(racing)(integrationEvent('StockReserved', ORDER_ID, { orderId: ORDER_ID }));
    expect(stored()).toMatchObject({ version: 2, state: { status: 'CANCELLED' } });
  });
});
