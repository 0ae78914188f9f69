import { describe, expect, it } from '@jest/globals';
import { evolve } from '../../../../../functions/orders/domain/evolve.ts';
import type { Order } from '../../../../../functions/orders/domain/order.ts';
import {
  recordClosure,
  recordDecline,
  recordLink,
  recordPayment,
} from '../../../../../functions/orders/domain/payment.ts';
import { given, givenOrder } from '../../../../support/given-order.ts';
import { happened, orderAfter, orderIn } from '../../../../support/orders.ts';

const at = '2026-03-01T10:00:00.000Z';
const total = { amount: 2500, currency: 'EUR' };
const pay = (order: Order) => recordPayment(order, { at, ...total });
const close = (order: Order) => recordClosure(order, { at, neverPossible: false });
const refuse = (order: Order) => recordClosure(order, { at, neverPossible: true });
const link = (order: Order) => recordLink(order, { at, paymentLink: 'https://pay.test/2', ...total });
const decline = (declineId: string) => (order: Order) =>
  recordDecline(order, { at, declineId, reason: 'card-declined' });

describe('money for an order', () => {
  it('makes an order that awaits it PAID', () => {
    given(happened.stockConfirmed).when(pay).then({ type: 'Paid', amount: 2500 });
  });

  it('counts also after the closure was asked for: the provider said so first', () => {
    given(happened.stockConfirmed, happened.closureRequested).when(pay).then({ type: 'Paid' });
  });

  describe.each([
    ['another amount', { amount: 1, currency: 'EUR' }],
    ['more money', { amount: 2501, currency: 'EUR' }],
    ['another currency', { amount: 2500, currency: 'USD' }],
  ])('that is %s', (_, money) => {
    it.each(Object.keys(orderIn) as (keyof typeof orderIn)[])(
      'is refused for a %s order, which stays as it is',
      (status) => {
        const refused = { outcome: 'rejected', reason: 'payment-mismatch' };
        expect(recordPayment(orderIn[status](), { at, ...money })).toEqual(refused);
        const announced = { at, paymentLink: 'https://pay.test/2', ...money };
        expect(recordLink(orderIn[status](), announced)).toEqual(refused);
      },
    );
  });

  it.each(['PAID', 'PREPARING', 'READY', 'COMPLETED'] as const)('counts once for a %s order', (status) => {
    givenOrder(orderIn[status]()).when(pay).thenNothing();
  });

  it.each(['CANCELLED', 'EXPIRED', 'REJECTED'] as const)(
    'goes back when it comes for a %s order',
    (status) => {
      givenOrder(orderIn[status]())
        .when(pay)
        .then({ type: 'UnwantedPaymentRecorded', amount: 2500 }, { type: 'RefundRequested' });
    },
  );

  it('goes back once, however often it is reported', () => {
    given(happened.stockConfirmed, happened.cancelled, { type: 'UnwantedPaymentRecorded', at, amount: 2500 })
      .when(pay)
      .thenNothing();
  });

  it('does not go back twice when its refund overtook it', () => {
    given(happened.stockConfirmed, happened.cancelled, { type: 'RefundRecorded', at, refundedAmount: 2500 })
      .when(pay)
      .then({ type: 'UnwantedPaymentRecorded', amount: 2500 });
  });

  it('does not start the kitchen when a full refund overtook it', () => {
    given(happened.stockConfirmed, { type: 'RefundRecorded', at, refundedAmount: 2500 })
      .when(pay)
      .then(
        { type: 'UnwantedPaymentRecorded', amount: 2500 },
        { type: 'Cancelled', previousStatus: 'AWAITING_PAYMENT', reason: 'refunded' },
      );
  });

  it('is refused for an order that never asked for it', () => {
    given().when(pay).thenRejected('payment-not-requested');
  });

  it('leaves an ended order with a record of what it holds', () => {
    const order = orderAfter(happened.stockConfirmed, happened.cancelled);
    const paid = pay(order);
    const after = paid.outcome === 'accepted' ? paid.events.reduce(evolve, order) : order;
    expect(after).toMatchObject({ status: 'CANCELLED', paidAmount: 2500, refundRequestedAt: at });
  });
});

describe('a closed payment', () => {
  it('lets the order that awaits it expire', () => {
    given(happened.stockConfirmed, happened.closureRequested).when(close).then({ type: 'Expired' });
  });

  it('that never could be made cancels the order that awaits it, before its time is over', () => {
    given(happened.stockConfirmed).when(refuse).then({
      type: 'Cancelled',
      previousStatus: 'AWAITING_PAYMENT',
      by: 'system',
      reason: 'payment-not-possible',
    });
  });

  it.each([
    'PENDING',
    'PAID',
    'PREPARING',
    'READY',
    'COMPLETED',
    'REJECTED',
    'CANCELLED',
    'EXPIRED',
  ] as const)('changes nothing for a %s order', (status) => {
    givenOrder(orderIn[status]()).when(close).thenNothing();
    givenOrder(orderIn[status]()).when(refuse).thenNothing();
  });
});

describe('a payment link', () => {
  it('is recorded while it is of use, once', () => {
    given(happened.stockConfirmed)
      .when(link)
      .then({ type: 'LinkRecorded', paymentLink: 'https://pay.test/2' });
    given(happened.stockConfirmed, { type: 'LinkRecorded', at, paymentLink: 'https://pay.test/2' })
      .when(link)
      .thenNothing();
    givenOrder(orderIn.PAID()).when(link).thenNothing();
    givenOrder(orderIn.CANCELLED()).when(link).thenNothing();
  });
});

describe('a declined attempt', () => {
  it('is noted and does not end the order', () => {
    const order = evolve(orderAfter(happened.stockConfirmed), {
      type: 'DeclineRecorded',
      at,
      declineId: 'd1',
      reason: 'card-declined',
    });
    expect(order).toMatchObject({ status: 'AWAITING_PAYMENT', declines: ['d1'] });
    expect(order.history.at(-1)).toEqual({
      status: 'AWAITING_PAYMENT',
      at,
      cause: 'payment-declined: card-declined',
    });
    givenOrder(order).when(decline('d1')).thenNothing();
    givenOrder(order).when(decline('d2')).then({ type: 'DeclineRecorded', declineId: 'd2' });
  });

  it('is noted at most five times, so that nobody can make an order grow without limit', () => {
    const declines = [1, 2, 3, 4, 5].map(
      (n) => ({ type: 'DeclineRecorded', at, declineId: `d${n}`, reason: 'card-declined' }) as const,
    );
    given(happened.stockConfirmed, ...declines)
      .when(decline('d6'))
      .thenNothing();
  });

  it('changes nothing once the order is paid', () => {
    givenOrder(orderIn.PAID()).when(decline('d1')).thenNothing();
  });
});
