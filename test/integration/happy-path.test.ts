import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { functionLogs } from '../support/logs.ts';
import { onPaymentPage, paymentOf } from '../support/gateway.ts';
import {
  availableOf,
  kitchenStep,
  newCustomer,
  newProduct,
  place,
  reach,
  reachLink,
  reachMessage,
  withMail,
} from '../support/shop.ts';
import { eventually } from '../support/eventually.ts';
import { mailsTo } from '../support/sent-messages.ts';
import { deployedStack } from '../support/stack.ts';

const correlationId = `journey-${crypto.randomUUID()}`;
const customer = newCustomer();
let productId: string;
let placed: OrderView;
let completed: OrderView;

beforeAll(async () => {
  productId = await newProduct(5, 1250);
  await withMail(customer);
  placed = await place(customer, [{ productId, quantity: 2 }], { 'x-correlation-id': correlationId });
  const payable = await reachLink(placed.orderId);
  await onPaymentPage(payable, 'succeed');
  await reach(placed.orderId, 'PAID');
  await kitchenStep(placed.orderId, 'start');
  await reach(placed.orderId, 'PREPARING');
  await kitchenStep(placed.orderId, 'ready');
  await reach(placed.orderId, 'READY');
  await kitchenStep(placed.orderId, 'complete');
  completed = await reach(placed.orderId, 'COMPLETED');
});

describe('an order from POST to handover', () => {
  it('is accepted as PENDING, at the price of the catalogue', () => {
    expect(placed).toMatchObject({
      status: 'PENDING',
      totalAmount: 2500,
      currency: 'EUR',
      paidAmount: 0,
      waitingFor: { what: 'stock' },
    });
  });

  it('goes through every state once, in order', () => {
    expect(completed.history.map(({ status }) => status)).toEqual([
      'PENDING',
      'AWAITING_PAYMENT',
      'PAID',
      'PREPARING',
      'READY',
      'COMPLETED',
    ]);
    expect(completed).toMatchObject({ paidAmount: 2500, refundedAmount: 0 });
    expect(completed.waitingFor).toBeUndefined();
  });

  it('withdraws its units and captures its money once', async () => {
    expect(await availableOf(productId)).toBe(3);
    expect(await paymentOf(placed.orderId)).toMatchObject({ status: 'CAPTURED', amount: 2500, refunds: [] });
  });

  it('notifies the customer once about each step', async () => {
    const log = await reachMessage(customer, 'OrderCompleted');
    expect(log.toSorted()).toEqual([
      'FulfilmentReady',
      'OrderCompleted',
      'OrderCreated',
      'OrderPaid',
      'PaymentLinkCreated',
    ]);
  });

  it('names the order in each mail, and nothing that the customer chose', async () => {
    const mails = await mailsTo(`${customer}@example.com`);
    expect(mails).toHaveLength(5);
    for (const mail of mails) {
      expect(mail).toContain(placed.orderId);
      expect(mail).not.toContain(correlationId);
    }
  });

  it('carries the correlation id from POST through every service', async () => {
    const { endpoint } = deployedStack();
    const services = [
      'orders/place-order',
      'orders/relay',
      'inventory/inbox',
      'inventory/relay',
      'orders/inbox',
      'payments/inbox',
      'payments/relay',
      'fulfilment/inbox',
      'notifications/inbox',
    ];
    // When the customer already has the goods, the inventory service may still be processing an event of the order.
    await eventually(
      async () => {
        const lines = await functionLogs(endpoint ?? '', { contains: correlationId });
        const groups = new Set(lines.map(({ logGroup }) => logGroup.split('/').slice(-2).join('/')));
        expect([...groups]).toEqual(expect.arrayContaining(services));
      },
      { describe: 'the correlation id in every log' },
    );
  });

  it('leaves no personal data in any log', async () => {
    const lines = await functionLogs(deployedStack().endpoint ?? '', {
      contains: `${customer}@example.com`,
    });
    expect(lines.map(({ message }) => message)).toEqual([]);
  });
});
