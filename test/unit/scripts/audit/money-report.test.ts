import { describe, expect, it } from '@jest/globals';
import type { MoneyAudit } from '../../../../scripts/audit/money.ts';
import { moneyReport } from '../../../../scripts/audit/money-report.ts';

const balanced: MoneyAudit = {
  orders: 5,
  payments: 2,
  wrong: [],
  waitForRefund: [],
  disputed: 0,
  expired: 0,
};

describe('the report of the money', () => {
  it('says that all balances, and what waits for a person', () => {
    expect(moneyReport({ ...balanced, waitForRefund: ['order-1'], disputed: 1 })).toBe(
      [
        'Ended orders that wait for a refund: 1',
        '  order-1',
        'Payments with an open dispute: 1',
        '',
        'The money of all 5 orders and 2 payments balances.',
        '',
      ].join('\n'),
    );
  });

  it('lists at most 20 orders that wait for a refund', () => {
    const ids = Array.from({ length: 22 }, (_, index) => `order-${index + 1}`);
    const report = moneyReport({ ...balanced, waitForRefund: ids });
    expect(report).toContain('wait for a refund: 22\n');
    expect(report).toContain('  order-20\n  and 2 more\n');
    expect(report).not.toContain('order-21');
  });

  it('names each disagreement, and counts the orders that have one', () => {
    const report = moneyReport({
      ...balanced,
      expired: 4,
      wrong: [
        { orderId: 'a', about: 'paid', order: 0, payment: 1000 },
        { orderId: 'a', about: 'refunded', order: 0, payment: 400 },
        { orderId: 'b', about: 'order-missing', order: 'missing', payment: 1000 },
        { orderId: 'c', about: 'payment-missing', order: 700, payment: 'missing' },
        { orderId: 'd', about: 'currency', order: 'EUR', payment: 'USD' },
      ],
    });
    expect(report.split('\n')).toEqual([
      'a  WRONG: 0 paid in the order, 1000 captured in the payment',
      'a  WRONG: 0 refunded in the order, 400 refunded in the payment',
      'b  WRONG: the payment has no order; 1000 captured',
      'c  WRONG: the order has no payment; 700 paid',
      'd  WRONG currency: EUR in the order, USD in the payment',
      'Ended orders that wait for a refund: 0',
      'Payments with an open dispute: 0',
      'Orders or payments whose other half has expired: 4',
      '',
      'The money of 4 of 5 orders does not balance.',
      '',
    ]);
  });
});
