import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PaymentView } from '../../functions/payments/domain/payment-view.ts';
import { auditMoney } from '../../scripts/audit/money-books.ts';
import { documents, invoke } from '../support/aws.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import {
  inConsole,
  inConsoleUnnoticed,
  onPaymentPage,
  paymentOf,
  reachPayment,
  sessionIdOf,
  sessionOf,
} from '../support/gateway.ts';
import {
  cancel,
  newCustomer,
  newProduct,
  orderOf,
  place,
  reach,
  reachLink,
  reachWhen,
} from '../support/shop.ts';

const customer = newCustomer();
let productId: string;

beforeAll(async () => {
  productId = await newProduct(100, 1000);
});

/** Places an order of 1,000 and pays it. Returns the ids of the order and of its session at the provider. */
const paid = async (): Promise<{ orderId: string; session: string }> => {
  const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
  const order = await reachLink(orderId);
  demand(await onPaymentPage(order, 'succeed'), 200);
  await reach(orderId, 'PAID');
  return { orderId, session: sessionIdOf(order) };
};

const reachRefunded = (orderId: string, amount: number) =>
  reachWhen(orderId, `${amount} being refunded`, ({ refundedAmount }) => refundedAmount === amount);

const reachTicket = (orderId: string, status: string): Promise<void> => {
  const { client, table } = documents('fulfilment');
  const read = new GetCommand({
    TableName: table,
    Key: { pk: `ticket#${orderId}` },
    ConsistentRead: true,
  });
  return eventually(async () => expect((await client.send(read)).Item).toMatchObject({ status }), {
    describe: `the ticket of ${orderId} being ${status}`,
  });
};

/** Cancels an order of which 400 of 1,000 were refunded in the console. Expects that Orderly refunds the other 600. */
const expectRestRefundedOnce = async (orderId: string, session: string): Promise<void> => {
  demand(await cancel(customer, 'customer', orderId), 200);
  const order = await reachRefunded(orderId, 1000);
  expect(order).toMatchObject({ status: 'CANCELLED', paidAmount: 1000 });
  expect(order.waitingFor).toBeUndefined();
  expect(await paymentOf(orderId)).toMatchObject({
    status: 'REFUNDED',
    refundedOutside: 400,
    refunds: [{ refundId: `auto:${orderId}`, amount: 600, status: 'SETTLED' }],
  });
  expect((await sessionOf(session)).refunds.map(({ amount }) => amount)).toEqual([400, 600]);
};

describe('a refund in the console', () => {
  it('of a part counts at once, and the order that is cancelled then gets the rest back', async () => {
    const { orderId, session } = await paid();
    await inConsole(session, { action: 'refund', amount: 400 });
    expect(await reachRefunded(orderId, 400)).toMatchObject({ status: 'PAID' });
    await expectRestRefundedOnce(orderId, session);
  });

  it('of all money cancels the paid order and its ticket', async () => {
    const { orderId, session } = await paid();
    await reachTicket(orderId, 'WAITING');
    await inConsole(session, { action: 'refund' });
    const order = await reach(orderId, 'CANCELLED');
    expect(order).toMatchObject({ paidAmount: 1000, refundedAmount: 1000 });
    expect(order.waitingFor).toBeUndefined();
    await reachTicket(orderId, 'CANCELLED');
    expect((await sessionOf(session)).refunds).toHaveLength(1);
  });

  it('whose webhook is lost is found when the order is cancelled, and counts once', async () => {
    const { orderId, session } = await paid();
    await inConsoleUnnoticed(session, { action: 'refund', amount: 400 });
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID', refundedAmount: 0 });
    await expectRestRefundedOnce(orderId, session);
  });
});

describe('a dispute', () => {
  /** A paid order whose customer disputes 300 at the bank. Waits until Orderly knows of the dispute. */
  const disputedOrder = async () => {
    const order = await paid();
    await inConsole(order.session, { action: 'open-dispute', amount: 300 });
    const payment = await reachPayment(order.orderId, ({ disputes = [] }) => disputes.length > 0);
    return { ...order, payment };
  };

  it('is shown to staff only, and counts as refunded if it is lost', async () => {
    const { orderId, session, payment } = await disputedOrder();
    expect(payment.disputes).toMatchObject([{ amount: 300, status: 'OPEN', reason: 'fraudulent' }]);
    const own = await callAs<PaymentView>(customer, 'customer', 'GET', `/payments/${orderId}`);
    expect(demand(own, 200)).not.toHaveProperty('disputes');
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID', refundedAmount: 0 });

    await inConsole(session, { action: 'lose-dispute' });
    expect(await reachRefunded(orderId, 300)).toMatchObject({ status: 'PAID' });
    expect(await paymentOf(orderId)).toMatchObject({
      refundedOutside: 300,
      disputes: [{ amount: 300, status: 'LOST' }],
    });
  });

  it('whose end was not reported is found by the sweep', async () => {
    const { orderId, session } = await disputedOrder();
    await inConsoleUnnoticed(session, { action: 'lose-dispute' });
    expect(await paymentOf(orderId)).toMatchObject({ disputes: [{ status: 'OPEN' }] });
    await invoke('orderly-local-payments-sweep-payments');
    expect(await reachRefunded(orderId, 300)).toMatchObject({ status: 'PAID' });
    expect(await paymentOf(orderId)).toMatchObject({ disputes: [{ status: 'LOST' }] });
  });
});

describe('the audit of the money', () => {
  it('finds that every order of the stack agrees with its payment', async () => {
    const { client, table: orders } = documents('orders');
    const { table: payments } = documents('payments');
    const audit = await eventually(
      async () => {
        const seen = await auditMoney(client, { orders, payments });
        expect(seen.wrong).toEqual([]);
        return seen;
      },
      { describe: 'every order agreeing with its payment' },
    );
    expect(audit.payments).toBeGreaterThanOrEqual(5);
  });
});
