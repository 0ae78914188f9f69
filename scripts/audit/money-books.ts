import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Order } from '../../functions/orders/domain/order.ts';
import type { Payment } from '../../functions/payments/domain/payment.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import {
  compareMoney,
  moneyOfOrder,
  moneyOfPayment,
  type MoneyAudit,
  type OrderMoney,
  type PaymentMoney,
} from './money.ts';
import { scanned } from './scan.ts';

/** The attributes of an order that the audit reads. */
const ORDER_ATTRIBUTES = [
  'pk',
  'orderId',
  'status',
  'currency',
  'paidAmount',
  'refundedAmount',
  'refundRequestedAt',
  'createdAt',
  'history',
];
const PAYMENT_ATTRIBUTES = [
  'pk',
  'orderId',
  'status',
  'currency',
  'amount',
  'requestedAt',
  'closedAt',
  'refunds',
  'outside',
];

/**
 * Scans the payments table and the orders table, and compares them.
 * A scan is not a snapshot. While money moves, an order and its payment may disagree although both are correct.
 */
export const auditMoney = async (
  client: DynamoDBDocumentClient,
  tables: { readonly orders: string; readonly payments: string },
): Promise<MoneyAudit> => {
  // An order is stored before its payment. So payments are scanned first, and the later scan of orders finds the order
  // of each payment.
  const payments: PaymentMoney[] = [];
  for await (const item of scanned(client, tables.payments, PAYMENT_ATTRIBUTES)) {
    payments.push(moneyOfPayment(item as unknown as Payment));
  }
  const orders: OrderMoney[] = [];
  for await (const item of scanned(client, tables.orders, ORDER_ATTRIBUTES)) {
    if (String(item['pk']).startsWith('order#')) orders.push(moneyOfOrder(item as unknown as Order));
  }
  return compareMoney(orders, payments, systemClock());
};
