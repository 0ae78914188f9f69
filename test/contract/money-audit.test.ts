import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoOrderStore } from '../../functions/orders/adapters/dynamo-order-store.ts';
import { dynamoPaymentStore } from '../../functions/payments/adapters/dynamo-payment-store.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import type { Payment } from '../../functions/payments/domain/payment.ts';
import { auditMoney } from '../../scripts/audit/money-books.ts';
import { orderIn } from '../support/orders.ts';
import { captured, disputed, refundEntry, tombstone, withRefunds } from '../support/payments/samples.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

let orders: ServiceTable;
let payments: ServiceTable;
beforeAll(async () => {
  [orders, payments] = await Promise.all([createServiceTable('orders'), createServiceTable('payments')]);
});
afterAll(() => {
  orders.close();
  payments.close();
});

/** Stores an order and its payment under this id, with the current time, so that neither can have expired. */
const put = async (orderId: string, order: Order, payment: Payment): Promise<void> => {
  const now = new Date().toISOString();
  await dynamoOrderStore(orders.client, orders.name).insert({ ...order, orderId, createdAt: now }, undefined);
  const recent =
    payment.status === 'TOMBSTONE' ? { ...payment, closedAt: now } : { ...payment, requestedAt: now };
  await dynamoPaymentStore(payments.client, payments.name).insert({ ...recent, orderId }, undefined);
};

const audit = () => auditMoney(orders.client, { orders: orders.name, payments: payments.name });
const money = (paidAmount: number, refundedAmount: number) => ({ paidAmount, refundedAmount });
const refunded = withRefunds(refundEntry({ refundId: 'a', amount: 400, status: 'SETTLED' }));

describe('the audit of the money', () => {
  it('reads what orders and payments say, and skips the other items of the orders table', async () => {
    await orders.client.send(
      new PutCommand({ TableName: orders.name, Item: { pk: 'price#bun', revision: 1 } }),
    );
    await put('unpaid', orderIn.CANCELLED(), tombstone);
    await put('paid', { ...orderIn.PAID(), ...money(1000, 0) }, captured);
    await put('refunded', { ...orderIn.PAID(), ...money(1000, 400) }, refunded);
    await put('held', { ...orderIn.CANCELLED(), ...money(1000, 400) }, disputed);
    expect(await audit()).toEqual({
      orders: 4,
      payments: 4,
      wrong: [],
      waitForRefund: ['held'],
      disputed: 1,
      expired: 0,
    });
  });

  it('finds what is wrong', async () => {
    await put('uncounted', { ...orderIn.PAID(), ...money(1000, 0) }, refunded);
    await put('unnoticed', orderIn.EXPIRED(), captured);
    await dynamoPaymentStore(payments.client, payments.name).insert(
      { ...captured, orderId: 'lost', requestedAt: new Date().toISOString() },
      undefined,
    );
    const { wrong } = await audit();
    expect(wrong.map(({ orderId, about }) => `${orderId}: ${about}`).toSorted()).toEqual([
      'lost: order-missing',
      'uncounted: refunded',
      'unnoticed: paid',
    ]);
  });
});
