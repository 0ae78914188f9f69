import { moneyHeld, paidSoFar, refundedSoFar, type Order } from '../../functions/orders/domain/order.ts';
import { waitingFor } from '../../functions/orders/domain/order-view.ts';
import {
  isCaptured,
  isDisputed,
  refundedTotal,
  type Payment,
} from '../../functions/payments/domain/payment.ts';
import { ORDER_DAYS } from '../../infra/kept-copies.ts';
import { addSeconds, type Instant } from '../../shared/kernel/clock.ts';

/** The money of an order, according to the order itself, in minor units. */
export interface OrderMoney {
  readonly orderId: string;
  readonly currency: string;
  readonly paid: number;
  readonly refunded: number;
  readonly createdAt: Instant;
  /** The part of an ended order's money that is not refunded yet. 0 for other orders. */
  readonly toRefund: number;
}

/** The money of an order, according to its payment, in minor units. */
export interface PaymentMoney {
  readonly orderId: string;
  /** The currency of the payment. Absent in a tombstone. */
  readonly currency?: string;
  readonly captured: number;
  readonly refunded: number;
  readonly createdAt: Instant;
  readonly isDisputed: boolean;
}

/** A disagreement between an order and its payment. `order` and `payment` are the two values that differ. */
export interface Disagreement {
  readonly orderId: string;
  readonly about: 'order-missing' | 'payment-missing' | 'currency' | 'paid' | 'refunded';
  readonly order: string | number;
  readonly payment: string | number;
}

/** The result of comparing all orders with all payments. */
export interface MoneyAudit {
  readonly orders: number;
  readonly payments: number;
  readonly wrong: readonly Disagreement[];
  /** Ended orders whose money is not refunded yet. A person must look at orders that wait for a long time. */
  readonly waitForRefund: readonly string[];
  /** The number of payments with an open dispute. */
  readonly disputed: number;
  /**
   * The number of paid orders without a payment, and of payments without an order, that are older than `ORDER_DAYS`.
   * These are not faults, because the missing counterpart may have expired.
   */
  readonly expired: number;
}

/** Extracts the fields about money from an order. */
export const moneyOfOrder = (order: Order): OrderMoney => ({
  orderId: order.orderId,
  currency: order.currency,
  paid: paidSoFar(order),
  refunded: refundedSoFar(order),
  createdAt: order.createdAt,
  toRefund: waitingFor(order)?.what === 'refund' ? moneyHeld(order) : 0,
});

/** Extracts the fields about money from a payment. */
export const moneyOfPayment = (payment: Payment): PaymentMoney => ({
  orderId: payment.orderId,
  ...(payment.status === 'TOMBSTONE' ? {} : { currency: payment.currency }),
  captured: isCaptured(payment) ? payment.amount : 0,
  refunded: isCaptured(payment) ? refundedTotal(payment) : 0,
  createdAt: payment.status === 'TOMBSTONE' ? payment.closedAt : payment.requestedAt,
  isDisputed: isCaptured(payment) && isDisputed(payment),
});

/** How an order and its payment disagree. */
const disagreements = (order: OrderMoney, payment: PaymentMoney): readonly Disagreement[] => {
  const compared = [
    { about: 'currency', order: order.currency, payment: payment.currency ?? order.currency },
    { about: 'paid', order: order.paid, payment: payment.captured },
    { about: 'refunded', order: order.refunded, payment: payment.refunded },
  ] as const;
  return compared
    .filter((one) => one.order !== one.payment)
    .map((one) => ({ orderId: order.orderId, ...one }));
};

/**
 * Compares the money in the orders with the money in the payments.
 *
 * Every stage keeps orders and payments for longer than `ORDER_DAYS` (`leastKeepDays`). So it is a fault if a younger
 * payment lacks its order, or if a younger order was paid and lacks its payment. The counterpart of an older order or
 * payment may have expired.
 */
export const compareMoney = (
  orders: Iterable<OrderMoney>,
  payments: Iterable<PaymentMoney>,
  now: Instant,
): MoneyAudit => {
  const oldest = addSeconds(now, -ORDER_DAYS * 86_400);
  const paymentOf = new Map([...payments].map((payment) => [payment.orderId, payment]));
  const unmatched = new Map(paymentOf);
  const wrong: Disagreement[] = [];
  const waitForRefund: string[] = [];
  let count = 0;
  let expired = 0;
  const missing = (createdAt: Instant, disagreement: Disagreement): void => {
    if (createdAt < oldest) expired += 1;
    else wrong.push(disagreement);
  };

  for (const order of orders) {
    const { orderId, paid, refunded, createdAt } = order;
    count += 1;
    if (order.toRefund > 0) waitForRefund.push(orderId);
    const payment = paymentOf.get(orderId);
    unmatched.delete(orderId);
    if (payment !== undefined) wrong.push(...disagreements(order, payment));
    else if (paid !== 0 || refunded !== 0) {
      missing(createdAt, { orderId, about: 'payment-missing', order: paid, payment: 'missing' });
    }
  }
  for (const { orderId, captured, createdAt } of unmatched.values()) {
    missing(createdAt, { orderId, about: 'order-missing', order: 'missing', payment: captured });
  }
  return {
    orders: count,
    payments: paymentOf.size,
    wrong,
    waitForRefund,
    disputed: [...paymentOf.values()].filter((payment) => payment.isDisputed).length,
    expired,
  };
};

/** Combines two scans. A fault counts only if both scans found it, because a scan can see half of a change. */
export const wrongInBoth = (before: MoneyAudit, now: MoneyAudit): MoneyAudit => ({
  ...now,
  wrong: now.wrong.filter(({ orderId, about }) =>
    before.wrong.some((one) => one.orderId === orderId && one.about === about),
  ),
});
