import { describe, expect, it } from '@jest/globals';
import type { Order } from '../../../../functions/orders/domain/order.ts';
import type { Payment } from '../../../../functions/payments/domain/payment.ts';
import {
  compareMoney,
  moneyOfOrder,
  moneyOfPayment,
  wrongInBoth,
  type MoneyAudit,
} from '../../../../scripts/audit/money.ts';
import { happened, orderAfter, orderIn } from '../../../support/orders.ts';
import {
  captured,
  closed,
  disputed,
  pending,
  refundEntry,
  tombstone,
  withRefunds,
} from '../../../support/payments/samples.ts';

const orderId = captured.orderId;
const soon = '2026-03-02T09:00:00.000Z';
const yearLater = '2027-03-02T09:00:00.000Z';

/** An order that belongs to the sample payments, with this money. */
const order = (
  status: keyof typeof orderIn,
  money: Pick<Order, 'paidAmount' | 'refundedAmount'> & { readonly currency?: string } = {},
): Order => ({ ...orderIn[status](), orderId, ...money });

const compare = (orders: readonly Order[], payments: readonly Payment[], now = soon): MoneyAudit =>
  compareMoney(orders.map(moneyOfOrder), payments.map(moneyOfPayment), now);
const wrongIn = (one: Order, payment: Payment) => compare([one], [payment]).wrong;

describe('an order and its payment agree', () => {
  it.each<[string, Order, Payment]>([
    ['that nothing was paid yet', order('AWAITING_PAYMENT'), pending],
    ['that nothing was paid when the order ended', order('EXPIRED'), closed],
    ['that the payment was never requested', order('CANCELLED'), tombstone],
    ['about what was paid', order('PAID', { paidAmount: 1000 }), captured],
    [
      'about refunds of Orderly, of which only the settled ones count',
      order('PAID', { paidAmount: 1000, refundedAmount: 400 }),
      withRefunds(
        refundEntry({ refundId: 'a', amount: 400, status: 'SETTLED' }),
        refundEntry({ refundId: 'b', amount: 300, status: 'PENDING' }),
        refundEntry({ refundId: 'c', amount: 200, status: 'FAILED' }),
      ),
    ],
    [
      'about money that the customer got back at the provider',
      order('PAID', { paidAmount: 1000, refundedAmount: 400 }),
      disputed,
    ],
  ])('%s', (_, one, payment) => {
    expect(wrongIn(one, payment)).toEqual([]);
  });
});

describe('it is wrong', () => {
  it('if a payment has no order', () => {
    expect(compare([], [captured]).wrong).toEqual([
      { orderId, about: 'order-missing', order: 'missing', payment: 1000 },
    ]);
    expect(compare([], [closed]).wrong).toMatchObject([{ about: 'order-missing' }]);
  });

  it('if a paid order has no payment, but not if nothing was paid', () => {
    expect(compare([order('PAID', { paidAmount: 1000 })], []).wrong).toEqual([
      { orderId, about: 'payment-missing', order: 1000, payment: 'missing' },
    ]);
    expect(compare([order('CANCELLED', { refundedAmount: 400 })], []).wrong).toHaveLength(1);
    expect(compare([order('PENDING')], []).wrong).toEqual([]);
  });

  it('if the order says that it was never paid, and money was captured', () => {
    const unpaid = order('EXPIRED');
    expect(wrongIn(unpaid, captured)).toEqual([{ orderId, about: 'paid', order: 0, payment: 1000 }]);
  });

  it('if the order says that it was paid, and nothing was captured', () => {
    const paid = order('PAID', { paidAmount: 1000 });
    expect(wrongIn(paid, pending)).toEqual([{ orderId, about: 'paid', order: 1000, payment: 0 }]);
    expect(wrongIn(paid, tombstone)).toEqual([{ orderId, about: 'paid', order: 1000, payment: 0 }]);
  });

  it('if the order does not count a settled refund', () => {
    const settled = withRefunds(refundEntry({ refundId: 'a', amount: 400, status: 'SETTLED' }));
    expect(wrongIn(order('PAID', { paidAmount: 1000 }), settled)).toEqual([
      { orderId, about: 'refunded', order: 0, payment: 400 },
    ]);
  });

  it('if the order does not count what was refunded at the provider', () => {
    expect(wrongIn(order('PAID', { paidAmount: 1000 }), disputed)).toEqual([
      { orderId, about: 'refunded', order: 0, payment: 400 },
    ]);
  });

  it('if the order counts a refund that nobody made', () => {
    const one = order('PAID', { paidAmount: 1000, refundedAmount: 1 });
    expect(wrongIn(one, captured)).toEqual([{ orderId, about: 'refunded', order: 1, payment: 0 }]);
  });

  it('if the currencies differ', () => {
    const one = order('PAID', { paidAmount: 1000, currency: 'USD' });
    expect(wrongIn(one, captured)).toEqual([{ orderId, about: 'currency', order: 'USD', payment: 'EUR' }]);
  });

  it('only within a year, because the other half of an older one may have expired', () => {
    expect(compare([], [captured], yearLater)).toMatchObject({ wrong: [], expired: 1 });
    const paid = order('COMPLETED', { paidAmount: 1000 });
    expect(compare([paid], [], yearLater)).toMatchObject({ wrong: [], expired: 1 });
    expect(compare([order('EXPIRED')], [captured], yearLater)).toMatchObject({ expired: 0 });
    expect(compare([order('EXPIRED')], [captured], yearLater).wrong).toHaveLength(1);
  });
});

describe('it is told, and not wrong', () => {
  it.each(['CANCELLED', 'EXPIRED', 'REJECTED'] as const)('that a %s order waits for a refund', (status) => {
    const held = order(status, { paidAmount: 1000, refundedAmount: 400 });
    expect(compare([held], [disputed])).toMatchObject({ wrong: [], waitForRefund: [orderId] });
  });

  it('but a paid order, or an ended order without money, does not wait', () => {
    expect(compare([order('PAID', { paidAmount: 1000 })], [captured]).waitForRefund).toEqual([]);
    const refunded = order('CANCELLED', { paidAmount: 1000, refundedAmount: 1000 });
    const back = withRefunds(refundEntry({ refundId: 'a', amount: 1000, status: 'SETTLED' }));
    expect(compare([refunded], [back])).toMatchObject({ wrong: [], waitForRefund: [] });
  });

  it('that a dispute is open, and how much was compared', () => {
    const one = order('PAID', { paidAmount: 1000, refundedAmount: 400 });
    const other = { ...orderAfter(happened.rejected), orderId: 'another' };
    expect(compare([one, other], [disputed])).toMatchObject({ orders: 2, payments: 1, disputed: 1 });
    const { outside } = disputed;
    const won: Payment = {
      ...disputed,
      outside: { ...outside, disputes: outside.disputes.map((dispute) => ({ ...dispute, status: 'WON' })) },
    };
    expect(compare([one], [won]).disputed).toBe(0);
  });
});

describe('two looks', () => {
  it('agree about what is wrong only if both say so about the same thing', () => {
    const base = compare([], []);
    const wrong = (id: string, about: 'paid' | 'refunded', payment = 1) =>
      ({ orderId: id, about, order: 0, payment }) as const;
    const before = { ...base, wrong: [wrong('a', 'paid'), wrong('b', 'paid'), wrong('c', 'refunded')] };
    const now = { ...base, wrong: [wrong('b', 'refunded'), wrong('c', 'refunded', 2), wrong('d', 'paid')] };
    expect(wrongInBoth(before, now).wrong).toEqual([wrong('c', 'refunded', 2)]);
  });
});
