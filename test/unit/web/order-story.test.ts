import { describe, expect, it } from '@jest/globals';
import {
  canCancel,
  pauseFor,
  storyOf,
  timeLeft,
  type Order,
  type Payment,
} from '../../../web/shop/order-story.ts';

const at = '2026-03-01T09:00:00.000Z';
const order = (status: Order['status'], more: Partial<Order> = {}): Order => ({
  orderId: '0195f0a0-0000-7000-8000-000000000001',
  customerId: 'alice',
  status,
  items: [],
  totalAmount: 700,
  currency: 'EUR',
  createdAt: at,
  paidAmount: 0,
  refundedAmount: 0,
  history: [],
  ...more,
});

describe('the story of an order', () => {
  it('says what happened to the money of a cancelled order', () => {
    expect(storyOf(order('CANCELLED')).text).toBe('Nothing was charged.');
    expect(storyOf(order('CANCELLED', { paidAmount: 700 })).text).toContain('on its way');
    expect(storyOf(order('CANCELLED', { paidAmount: 700, refundedAmount: 700 })).text).toContain('returned');
  });

  it('shows which steps are done, and which one is next', () => {
    const history = [
      { status: 'AWAITING_PAYMENT' as const, at, cause: 'stock-reserved' },
      { status: 'PAID' as const, at, cause: 'payment-succeeded' },
    ];
    const { steps } = storyOf(order('PAID', { history }));
    expect(steps.map(({ state }) => state)).toEqual(['done', 'done', 'now', 'later']);
    // What is being prepared is not prepared yet.
    const preparing = storyOf(order('PREPARING', { history }));
    expect(preparing.steps.map(({ state }) => state)).toEqual(['done', 'done', 'now', 'later']);
  });

  it('tells of a declined payment while the order can still be paid', () => {
    const declined = { status: 'FAILED' } as Payment;
    const link = { paymentLink: 'https://pay.example/1' };
    expect(storyOf(order('AWAITING_PAYMENT', link), declined).title).toBe('Your payment was declined');
    expect(storyOf(order('PAID', link), declined).title).toBe('Thank you, your order is paid');
    const waitingFor = { what: 'payment-closure' as const, since: at };
    expect(storyOf(order('AWAITING_PAYMENT', { ...link, waitingFor }), declined).title).toContain('over');
  });

  it('offers to cancel until the preparation starts', () => {
    expect(canCancel(order('PAID'))).toBe(true);
    expect(canCancel(order('PREPARING'))).toBe(false);
  });

  it('is asked for until nothing more happens: a cancelled order whose refund is under way goes on', () => {
    expect(pauseFor(order('COMPLETED'))).toBeUndefined();
    expect(pauseFor(order('CANCELLED'))).toBeUndefined();
    expect(pauseFor(order('CANCELLED', { waitingFor: { what: 'refund', since: at } }))).toBeGreaterThan(0);
    expect(pauseFor(order('READY'))).toBeGreaterThan(pauseFor(order('PENDING')) ?? 0);
  });
});

describe('the time that is left', () => {
  it.each([
    ['2026-03-01T09:00:00.400Z', '0:01'],
    ['2026-03-01T09:04:07.000Z', '4:07'],
    ['2026-03-01T10:00:00.000Z', '1:00:00'],
    ['2026-03-01T09:00:00.000Z', undefined],
    ['2026-03-01T08:00:00.000Z', undefined],
  ])('until %s is %s', (until, left) => {
    expect(timeLeft(until, Date.parse(at))).toBe(left);
  });
});
