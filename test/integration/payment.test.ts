import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { deployedPeriods } from '../support/periods.ts';
import { callAs, demand } from '../support/callers.ts';
import { onPaymentPage, paymentOf, whileGateway } from '../support/gateway.ts';
import {
  availableOf,
  cancel,
  newCustomer,
  newProduct,
  orderOf,
  place,
  reach,
  reachAvailable,
  reachLink,
  reachMessage,
  reachWhen,
  withMail,
  unpaid,
} from '../support/shop.ts';

const { paymentWindowSeconds, closureGraceSeconds } = deployedPeriods();
/** The payment window, and then the grace period for closing the payment, plus some extra time for a busy machine. */
const UNTIL_CLOSED_MS = (paymentWindowSeconds + closureGraceSeconds) * 1000 + 90_000;

const customer = newCustomer();
let productId: string;
const payable = async (): Promise<OrderView> => {
  const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
  return reachLink(orderId);
};

/** The number of dead letters of the queue `payments-inbox`. */
const deadPayments = async (): Promise<number | undefined> => {
  const { queues } = demand(
    await callAs<{ queues: readonly { name: string; deadLetters?: number }[] }>(
      'admin',
      'admin',
      'GET',
      '/ops/status',
    ),
    200,
  );
  return queues.find(({ name }) => name === 'payments-inbox')?.deadLetters;
};

/** An order that nobody pays, for the only unit of a product. */
let unpaidOrder: { readonly order: OrderView; readonly product: string; readonly buyer: string };
/** An order whose webhook about the payment is lost, and one whose webhook is late. */
let lost: OrderView;
let late: OrderView;

const placeUnpaid = async () => {
  const [product, buyer] = [await newProduct(1), newCustomer()];
  await withMail(buyer);
  const { orderId } = await place(buyer, [{ productId: product, quantity: 1 }]);
  const order = await reachLink(orderId);
  expect(await availableOf(product)).toBe(0);
  return { order, product, buyer };
};

// The tests of these orders wait until the time to pay is over. So the orders are placed first, and the other tests run
// meanwhile.
beforeAll(async () => {
  productId = await newProduct(100, 700);
  unpaidOrder = await placeUnpaid();
  lost = await payable();
  await whileGateway({ lose: 1 }, () => onPaymentPage(lost, 'succeed'));
  late = await payable();
  const delaySeconds = paymentWindowSeconds + 2;
  await whileGateway({ delaySeconds }, () => onPaymentPage(late, 'succeed'));
});

describe('a payment', () => {
  it('succeeds after a declined attempt', async () => {
    const order = await payable();
    await onPaymentPage(order, 'decline');
    const declined = await reachWhen(order.orderId, 'showing the decline', ({ history }) =>
      history.some(({ cause }) => cause.startsWith('payment-declined')),
    );
    expect(declined.status).toBe('AWAITING_PAYMENT');
    await onPaymentPage(order, 'succeed');
    expect(await reach(order.orderId, 'PAID')).toMatchObject({ paidAmount: 700 });
  });

  it('that the provider rejects permanently cancels the order at once, without a dead letter', async () => {
    const own = await newProduct(1);
    const buyer = newCustomer();
    await withMail(buyer);
    const before = await deadPayments();
    const orderId = await whileGateway({ refuseSessions: true }, async () => {
      const placed = await place(buyer, [{ productId: own, quantity: 1 }]);
      await reach(placed.orderId, 'CANCELLED');
      return placed.orderId;
    });
    const order = await orderOf(orderId);
    expect(order.history.at(-1)?.cause).toBe('payment-not-possible');
    expect(order).not.toHaveProperty('paymentLink');
    expect((await paymentOf(orderId)).status).toBe('CLOSED');
    await reachAvailable(own, 1);
    expect((await reachMessage(buyer, 'OrderCancelled')).toSorted()).toEqual([
      'OrderCancelled',
      'OrderCreated',
    ]);
    expect(await deadPayments()).toBe(before);
  });

  it('whose webhook arrives three times counts once', async () => {
    const order = await payable();
    await whileGateway({ duplicate: 2, reorder: true }, () => onPaymentPage(order, 'succeed'));
    const paid = await reach(order.orderId, 'PAID');
    expect(paid.history.filter(({ status }) => status === 'PAID')).toHaveLength(1);
    expect(paid.paidAmount).toBe(700);
  });

  it('that only a forged webhook reports does not count', async () => {
    const order = await payable();
    await whileGateway({ forge: true }, () => onPaymentPage(order, 'decline'));
    const seen = await reachWhen(order.orderId, 'showing the decline', ({ history }) =>
      history.some(({ cause }) => cause.startsWith('payment-declined')),
    );
    expect(seen).toMatchObject(unpaid);
  });

  it('made during a cancellation is refunded, and the stock is released', async () => {
    const own = await newProduct(1, 900);
    const buyer = newCustomer();
    const { orderId } = await place(buyer, [{ productId: own, quantity: 1 }]);
    const order = await reachLink(orderId);
    await whileGateway({ delaySeconds: 3 }, () => onPaymentPage(order, 'succeed'));
    expect((await cancel(buyer, 'customer', orderId)).status).toBe(200);
    const ended = await reachWhen(
      orderId,
      'having its money back',
      ({ status, paidAmount, refundedAmount }) =>
        status === 'CANCELLED' && paidAmount === 900 && refundedAmount === 900,
    );
    expect(ended.waitingFor).toBeUndefined();
    await reachAvailable(own, 1);
  });

  it('that is never made triggers a reminder, is closed at the provider, and frees its stock', async () => {
    const { order, product, buyer } = unpaidOrder;
    const { orderId } = order;
    const expired = await reach(orderId, 'EXPIRED', UNTIL_CLOSED_MS);
    expect(expired.history.at(-1)?.cause).toBe('not-paid-in-time');
    expect((await paymentOf(orderId)).status).toBe('CLOSED');
    expect((await onPaymentPage(order, 'succeed')).status).toBe(409);
    const told = await reachMessage(buyer, 'OrderExpired');
    expect(told.toSorted()).toEqual([
      'OrderCreated',
      'OrderExpired',
      'PaymentLinkCreated',
      'PaymentReminderDue',
    ]);
    await reachAvailable(product, 1);
  });

  it('whose webhook is lost is found at closure: the order is PAID, not EXPIRED', async () => {
    const paid = await reach(lost.orderId, 'PAID', UNTIL_CLOSED_MS);
    expect(paid).toMatchObject({ paidAmount: 700, refundedAmount: 0 });
  });

  it('whose webhook is late counts once', async () => {
    await reach(late.orderId, 'PAID', UNTIL_CLOSED_MS);
    expect(await paymentOf(late.orderId)).toMatchObject({ status: 'CAPTURED', amount: 700, refunds: [] });
  });
});
