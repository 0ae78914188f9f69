import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

/** Bugs in the audit of the money. With one of these bugs, the audit would report no fault. */
export const auditMutants: readonly UnitMutant[] = plantedIn(
  'infrastructure',
  'scripts/audit/money.ts',
  'test/unit/scripts/audit/money.test.ts',
  [
    [
      'audit-ignores-lost-captures',
      'The audit does not notice money that was captured for an order that says it was never paid.',
      'order: order.paid, payment: payment.captured }',
      'order: order.paid, payment: order.paid }',
    ],
    [
      'audit-ignores-lost-refunds',
      'The audit does not notice a refund that the order does not count.',
      'order: order.refunded, payment: payment.refunded }',
      'order: order.refunded, payment: order.refunded }',
    ],
    [
      'audit-forgets-payments-without-order',
      'The audit does not notice a payment whose order is missing.',
      'of unmatched.values()',
      'of [] as PaymentMoney[]',
    ],
    [
      'audit-reports-half-changes',
      'The audit reports a difference that each of two scans found in another order.',
      'one.orderId === orderId && one.about === about',
      'one.about === about',
    ],
  ],
);
