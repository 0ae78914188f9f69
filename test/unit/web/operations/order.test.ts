import { describe, expect, it } from '@jest/globals';
import { publishedBy } from '../../../../shared/events/catalog.ts';
import { inboxes } from '../../../../shared/events/subscriptions.ts';
import { knownEvents, serviceOf, type TimelineEvent } from '../../../../web/operations/order/events.ts';
import { barsOf, scaleOf } from '../../../../web/operations/order/pairs.ts';
import {
  declinedOf,
  refundable,
  storyOf,
  type Order,
  type Payment,
} from '../../../../web/operations/order/story.ts';

const timeOf = (second: number): string => new Date(Date.UTC(2026, 2, 1, 9, 0, second)).toISOString();

/** Builds an order's events, one second apart. Each argument is `<type>` or `<type>:<last part of the event's id>`. */
const timeline = (...types: readonly string[]): readonly TimelineEvent[] =>
  types.map((name, second) => {
    const [type = '', ...rest] = name.split(':');
    const id = [type, 'o1', ...rest].join(':');
    return { id, type, at: timeOf(second), causationId: 'request', correlationId: 'c1' };
  });

const order = (more: Partial<Order> = {}): Order => ({
  orderId: 'o1',
  customerId: 'alice',
  status: 'PAID',
  items: [],
  totalAmount: 700,
  currency: 'EUR',
  createdAt: timeOf(0),
  paidAmount: 700,
  refundedAmount: 0,
  history: [],
  ...more,
});
const payment = (more: Partial<Payment> = {}): Payment => ({
  orderId: 'o1',
  status: 'CAPTURED',
  amount: 700,
  currency: 'EUR',
  refunds: [],
  refundedOutside: 0,
  ...more,
});
const refund = (status: Payment['refunds'][number]['status'], amount: number) => ({
  refundId: `r${amount}`,
  status,
  amount,
  requestedAt: timeOf(1),
});

describe('the events that the page knows', () => {
  it('are those that insights hears, each with the service that publishes it', () => {
    const heard = inboxes['insights-inbox'].events;
    expect(Object.keys(knownEvents).toSorted()).toEqual([...heard].toSorted());
    for (const type of heard) {
      const [publisher] = Object.entries(publishedBy).find(([, types]) => type in types) ?? [];
      expect([type, serviceOf(type)]).toEqual([type, publisher]);
    }
  });
});

describe('questions and their answers', () => {
  const named = (events: readonly TimelineEvent[]) =>
    barsOf(events).map(({ name, state, from, to }) => [
      name,
      state,
      (Date.parse(to ?? '') - Date.parse(from)) / 1000,
    ]);

  it('are paired, and the last one is open', () => {
    const events = timeline('OrderCreated', 'StockReserved', 'PaymentRequested', 'PaymentLinkCreated');
    expect(named(events)).toEqual([
      ['Reserve the stock', 'answered', 1],
      ['Create the payment link', 'answered', 1],
      ['Pay', 'open', NaN],
    ]);
  });

  it('show declined payments on the way to the money', () => {
    const [pay] = barsOf(timeline('PaymentLinkCreated', 'PaymentFailed:d1', 'PaymentSucceeded'));
    expect(pay?.marks.map(({ type }) => type)).toEqual(['PaymentFailed']);
    expect(pay).toMatchObject({ state: 'answered', to: timeOf(2) });
  });

  it('are refused, or overtaken by the end of the order', () => {
    expect(named(timeline('OrderCreated', 'StockReservationFailed', 'OrderRejected'))).toEqual([
      ['Reserve the stock', 'refused', 1],
    ]);
    const closed = barsOf(timeline('PaymentLinkCreated', 'PaymentClosed', 'OrderExpired'));
    expect(closed).toMatchObject([{ name: 'Pay', state: 'refused', refusal: 'not paid' }]);
    expect(named(timeline('OrderPaid', 'OrderCancelled'))).toEqual([
      ['Begin the preparation', 'overtaken', 1],
    ]);
  });

  it('take the answer that the question caused, whatever the clocks say', () => {
    const [ask, answer] = timeline('OrderCreated', 'StockReserved');
    const early = { ...answer!, at: '2026-03-01T08:59:59.999Z', causationId: ask!.id };
    // The service's clock is behind, so its answer seems to precede the request. The bar then gets the length zero.
    expect(barsOf([early, ask!])).toMatchObject([{ state: 'answered', from: ask!.at, to: ask!.at }]);
  });

  it('have a bar for each refund, whose last attempt counts', () => {
    const events = timeline(
      'RefundAccepted:r1',
      'RefundRequested:auto:o1',
      'RefundFailed:auto:o1',
      'RefundCompleted:auto:o1#2',
    );
    expect(named(events)).toEqual([
      ['Refund', 'open', NaN],
      ['Return all money', 'answered', 2],
    ]);
    expect(barsOf(events)[1]?.marks.map(({ type }) => type)).toEqual(['RefundFailed']);
  });
});

describe('the scale of the picture', () => {
  it('keeps the order, fills the width, and keeps seconds visible beside an hour', () => {
    const instants = [timeOf(0), timeOf(1), timeOf(3601)];
    const place = scaleOf(instants);
    const [start = 0, second = 0, end = 0] = instants.map(place);
    expect([start, end]).toEqual([0, 1]);
    expect(second).toBeGreaterThan(0.15);
    expect(second).toBeLessThan(0.5);
    expect(scaleOf([timeOf(0)])(timeOf(0))).toBe(0);
  });
});

describe('the sentence on top of an order', () => {
  it('says what it waits for, since when, until when, and what happens then', () => {
    const waitingFor = { what: 'payment', since: timeOf(0), until: timeOf(9) } as const;
    expect(storyOf(order({ status: 'AWAITING_PAYMENT', waitingFor }))).toEqual({
      tone: 'waiting',
      title: 'Waits for the customer to pay',
      since: timeOf(0),
      until: timeOf(9),
      next: 'Orderly asks the provider to close the payment, and the order expires.',
    });
  });

  it('names the runbook if the provider refused the refund that the order waits for', () => {
    const waiting = order({ status: 'CANCELLED', waitingFor: { what: 'refund', since: timeOf(0) } });
    expect(storyOf(waiting, payment({ refunds: [refund('FAILED', 700)] })).next).toContain('Money at risk');
    expect(storyOf(waiting, payment({ refunds: [refund('PENDING', 700)] })).next).toContain('by itself');
  });

  it('says how an order ended, and what became of its money', () => {
    const history = [{ status: 'CANCELLED', at: timeOf(5), cause: 'cancelled-by-staff' }] as const;
    const ended = order({ status: 'CANCELLED', history: [...history] });
    expect(storyOf(ended).next).toBe('Cause: cancelled by staff. All money was returned.');
    const rejection = {
      reason: 'insufficient-stock' as const,
      shortages: [{ productId: 'bun', requested: 3, available: 1 }],
    };
    expect(storyOf(order({ status: 'REJECTED', paidAmount: 0, rejection })).next).toBe(
      'Too little of bun. No money was received.',
    );
  });
});

describe('the money of an order', () => {
  it('can be refunded as far as it is not on its way back', () => {
    const refunds = [refund('SETTLED', 100), refund('PENDING', 50), refund('FAILED', 500)];
    expect(refundable(order(), payment({ refunds, refundedOutside: 25 }))).toBe(525);
    expect(refundable(order(), payment({ status: 'PENDING' }))).toBe(0);
    expect(refundable(order(), undefined)).toBe(0);
  });

  it('shows why each attempt to pay was declined', () => {
    const history: Order['history'] = [
      { status: 'AWAITING_PAYMENT', at: timeOf(1), cause: 'stock-reserved' },
      { status: 'AWAITING_PAYMENT', at: timeOf(2), cause: 'payment-declined: card-declined' },
    ];
    expect(declinedOf(order({ history }))).toEqual([{ at: timeOf(2), reason: 'card declined' }]);
  });
});
