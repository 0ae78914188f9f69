import { describe, expect, it } from '@jest/globals';
import { ticketAggregate } from '../../../functions/fulfilment/aggregate.ts';
import { isOver as isTicketOver } from '../../../functions/fulfilment/domain/ticket.ts';
import { orderAggregate } from '../../../functions/orders/aggregate.ts';
import { isOver as isOrderOver, type OrderEvent } from '../../../functions/orders/domain/order.ts';
import { paymentAggregate } from '../../../functions/payments/aggregate.ts';
import { isOver as isPaymentOver } from '../../../functions/payments/domain/payment.ts';
import type { PaymentEvent } from '../../../functions/payments/domain/payment-event.ts';
import { accept } from '../../../shared/kernel/aggregate.ts';
import { daysAfter } from '../../../shared/kernel/clock.ts';
import { memoryOrderStore } from '../../support/memory/orders-order-store.ts';
import { memoryPaymentStore } from '../../support/memory/payments-payment-store.ts';
import { memoryTicketStore } from '../../support/memory/fulfilment-ticket-store.ts';
import { happened, ORDER_ID, orderAfter, orderIn, pendingOrder } from '../../support/orders.ts';
import * as payment from '../../support/payments/samples.ts';
import * as ticket from '../../support/tickets.ts';

const KEPT = 500;
const trace = { correlationId: 'request-1', causationId: 'request-1' };

/** A clock that stands still until it is set. */
const settableClock = () => {
  let present = '2026-03-01T09:00:00.000Z';
  return { now: () => present, set: (instant: string) => (present = instant) };
};

const paidLate: OrderEvent = {
  type: 'UnwantedPaymentRecorded',
  at: '2026-03-01T09:50:00.000Z',
  amount: 2500,
};
const refunded = (refundedAmount: number): OrderEvent => ({
  type: 'RefundRecorded',
  at: '2026-03-02T09:00:00.000Z',
  refundedAmount,
});
const { captured, refundEntry, withRefunds } = payment;
const all = { amount: captured.amount };

describe('an order', () => {
  it.each(['PENDING', 'AWAITING_PAYMENT', 'PAID', 'PREPARING', 'READY'] as const)(
    'that is %s is in flight, so it never expires',
    (status) => {
      expect(isOrderOver(orderIn[status]())).toBe(false);
    },
  );

  it.each(['COMPLETED', 'REJECTED', 'CANCELLED', 'EXPIRED'] as const)('that is %s is over', (status) => {
    expect(isOrderOver(orderIn[status]())).toBe(true);
  });

  it('that ended is not over while it holds money', () => {
    const owing = orderAfter(happened.stockConfirmed, happened.expired, paidLate);
    expect(isOrderOver(owing)).toBe(false);
    expect(isOrderOver({ ...owing, refundedAmount: 2499 })).toBe(false);
    expect(isOrderOver({ ...owing, refundedAmount: 2500 })).toBe(true);
  });

  it('gets its expiry with the write that ends it, and loses it when money comes after all', async () => {
    const clock = settableClock();
    const store = memoryOrderStore();
    const orders = orderAggregate(store, clock.now, KEPT);
    const expiry = () => store.rows.get(ORDER_ID)?.expiresAt;
    const happens = (...events: readonly OrderEvent[]) =>
      orders.change(ORDER_ID, trace, () => accept(...events));

    await orders.create(pendingOrder(), trace);
    await happens(happened.stockConfirmed);
    expect(expiry()).toBeUndefined();
    await happens(happened.expired);
    expect(expiry()).toBe(Date.parse('2026-03-01T09:00:00.000Z') / 1000 + KEPT * 86_400);
    await happens(paidLate);
    expect(expiry()).toBeUndefined();
    clock.set('2027-01-01T00:00:00.000Z');
    await happens(refunded(2500));
    expect(expiry()).toBe(daysAfter('2027-01-01T00:00:00.000Z', KEPT));
  });
});

describe('a payment', () => {
  it.each([
    ['waits for the provider', payment.unlinked],
    ['waits for the customer', payment.pending],
    ['was declined and can be tried again', payment.failed],
    ['has a refund under way', withRefunds(refundEntry({ refundId: 'r-1' }))],
    [
      'has a failed refund of an ended order, and its money',
      withRefunds(refundEntry({ refundId: 'auto:1', ...all, status: 'FAILED' })),
    ],
  ] as const)('that %s is not over, so it never expires', (_, state) => {
    expect(isPaymentOver(state)).toBe(false);
  });

  it.each([
    ['is closed', payment.closed],
    ['is a tombstone', payment.tombstone],
    ['is captured', captured],
    ['is refunded', withRefunds(refundEntry({ refundId: 'auto:1', ...all, status: 'SETTLED' }))],
    [
      'was refunded by hand after its refund failed',
      withRefunds(
        refundEntry({ refundId: 'auto:1', ...all, status: 'FAILED' }),
        refundEntry({ refundId: 'r-2', ...all, status: 'SETTLED' }),
      ),
    ],
    [
      'has a failed refund of an order that was delivered',
      withRefunds(refundEntry({ refundId: 'r-1', status: 'FAILED' })),
    ],
  ] as const)('that %s is over', (_, state) => {
    expect(isPaymentOver(state)).toBe(true);
  });

  it('has no expiry while a refund is under way', async () => {
    const clock = settableClock();
    const store = memoryPaymentStore();
    const payments = paymentAggregate(store, clock.now, KEPT);
    const { orderId } = captured;
    const happens = (event: PaymentEvent) => payments.change(orderId, trace, () => accept(event));
    const expiry = () => store.rows.get(orderId)?.expiresAt;
    const refund = refundEntry({ refundId: 'auto:1', ...all });

    await payments.create(payment.pending, trace);
    expect(expiry()).toBeUndefined();
    await happens({ type: 'PaymentSucceeded', session: payment.session, capturedAt: clock.now() });
    expect(expiry()).toBe(daysAfter(clock.now(), KEPT));
    await happens({ type: 'AutomaticRefundOpened', refund });
    expect(expiry()).toBeUndefined();
    clock.set('2026-04-01T09:00:00.000Z');
    await happens({ ...refund, type: 'RefundCompleted' });
    expect(expiry()).toBe(daysAfter('2026-04-01T09:00:00.000Z', KEPT));
  });
});

describe('a ticket', () => {
  it.each([
    ['WAITING', false, ticket.waiting(1)],
    ['PREPARING', false, ticket.preparing(1)],
    ['READY', false, ticket.ready(1)],
    ['COMPLETED', true, ticket.completed(1)],
    ['CANCELLED', true, ticket.cancelled(1)],
    ['TOMBSTONE', true, { status: 'TOMBSTONE', orderId: ORDER_ID, cancelledAt: '2026-03-01T09:00:00.000Z' }],
  ] as const)('that is %s: over is %s', (_, isOver, record) => {
    expect(isTicketOver(record)).toBe(isOver);
  });

  it('that is a tombstone expires, too', async () => {
    const clock = settableClock();
    const store = memoryTicketStore();
    const tombstone = { status: 'TOMBSTONE', orderId: ORDER_ID, cancelledAt: clock.now() } as const;
    await ticketAggregate(store, clock.now, KEPT).create(tombstone, trace);
    expect(store.rows.get(ORDER_ID)?.expiresAt).toBe(daysAfter(clock.now(), KEPT));
  });
});
