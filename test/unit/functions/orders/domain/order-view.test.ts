import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../../../functions/orders/domain/order.ts';
import { viewAsPlaced, viewOf, waitingFor } from '../../../../../functions/orders/domain/order-view.ts';
import { happened, orderAfter, orderIn, PLACED_AT } from '../../../../support/orders.ts';

describe('what an order waits for', () => {
  it.each([
    ['PENDING', { what: 'stock', since: PLACED_AT, until: '2026-03-01T09:10:00.000Z' }],
    [
      'AWAITING_PAYMENT',
      { what: 'payment', since: '2026-03-01T09:01:00.000Z', until: '2026-03-01T09:31:00.000Z' },
    ],
    ['PAID', { what: 'preparation', since: '2026-03-01T09:05:00.000Z' }],
    ['PREPARING', { what: 'readiness', since: '2026-03-01T09:06:00.000Z' }],
    ['READY', { what: 'collection', since: '2026-03-01T09:07:00.000Z' }],
    ['COMPLETED', undefined],
    ['REJECTED', undefined],
    ['CANCELLED', undefined],
    ['EXPIRED', undefined],
  ] as const)('is shown for a %s order', (status, expected) => {
    expect(waitingFor(orderIn[status]())).toEqual(expected);
  });

  it('is the link while there is none, and the closure once it was asked for', () => {
    expect(waitingFor(orderAfter(happened.stockConfirmed))).toMatchObject({ what: 'payment-link' });
    expect(waitingFor(orderAfter(happened.stockConfirmed, happened.closureRequested))).toEqual({
      what: 'payment-closure',
      since: '2026-03-01T09:31:00.000Z',
      until: '2026-03-01T09:41:00.000Z',
    });
  });

  it('is the refund while an ended order holds money', () => {
    const at = '2026-03-01T10:00:00.000Z';
    const cancelledPaid = [
      happened.stockConfirmed,
      happened.paid,
      { ...happened.cancelled, previousStatus: 'PAID' },
      { type: 'RefundRequested', at, reason: 'order-cancelled' },
    ] as const;
    expect(waitingFor(orderAfter(...cancelledPaid))).toEqual({ what: 'refund', since: at });
    const half = { type: 'RefundRecorded', at, refundedAmount: 1000 } as const;
    expect(waitingFor(orderAfter(...cancelledPaid, half))).toMatchObject({ what: 'refund' });
    const whole = { type: 'RefundRecorded', at, refundedAmount: 2500 } as const;
    expect(waitingFor(orderAfter(...cancelledPaid, half, whole))).toBeUndefined();
  });
});

describe('the view of an order', () => {
  it('hides internal fields', () => {
    const view = viewOf(orderIn.AWAITING_PAYMENT());
    expect(view).toMatchObject({ status: 'AWAITING_PAYMENT', paymentLink: 'https://pay.test/1' });
    for (const inside of ['fingerprint', 'version', 'outbox', 'declines', 'linkAskedAt', 'attempt']) {
      expect(view).not.toHaveProperty(inside);
    }
  });

  it('shows how to pay while the order awaits payment, and drops the link once the payment is being closed', () => {
    const payBy = '2026-03-01T09:31:00.000Z';
    expect(viewOf(orderAfter(happened.stockConfirmed))).toMatchObject({ payBy });
    const linked = [happened.stockConfirmed, happened.linkRecorded] as const;
    expect(viewOf(orderAfter(...linked))).toMatchObject({ payBy, paymentLink: 'https://pay.test/1' });
    const closing = viewOf(orderAfter(...linked, happened.closureRequested));
    expect(closing).toMatchObject({ payBy });
    expect(closing).not.toHaveProperty('paymentLink');
  });

  it.each(['paid', 'cancelled', 'expired'] as const)('of a %s order no longer shows how to pay', (end) => {
    const order = orderAfter(happened.stockConfirmed, happened.linkRecorded, happened[end]);
    // The stored order drops the link too, because DynamoDB charges each write by the size of the item.
    for (const form of [
      viewOf(order),
      order,
      viewOf({ ...order, paymentLink: 'https://pay.test/1' } as Order),
    ]) {
      expect(form).not.toHaveProperty('payBy');
      expect(form).not.toHaveProperty('paymentLink');
    }
  });

  it('has a cause for each step: the usual one of the status, unless the step has its own', () => {
    const causesOf = (status: keyof typeof orderIn) =>
      viewOf(orderIn[status]()).history.map(({ cause }) => cause);
    expect(causesOf('COMPLETED')).toEqual([
      'placed',
      'stock-reserved',
      'payment-succeeded',
      'preparation-started',
      'preparation-finished',
      'handed-over',
    ]);
    expect(causesOf('REJECTED')).toEqual(['placed', 'insufficient-stock']);
    expect(causesOf('CANCELLED')).toEqual(['placed', 'stock-reserved', 'cancelled-by-customer']);
    expect(causesOf('EXPIRED')).toEqual(['placed', 'stock-reserved', 'not-paid-in-time']);
  });

  it('as the order was placed is the same, whatever happened to the order later', () => {
    const atFirst = viewAsPlaced(orderIn.PENDING(), 600);
    expect(atFirst).toEqual(viewOf(orderIn.PENDING()));
    expect(viewAsPlaced(orderIn.COMPLETED(), 600)).toEqual(atFirst);
    expect(viewAsPlaced(orderIn.CANCELLED(), 600)).toEqual(atFirst);
  });
});
