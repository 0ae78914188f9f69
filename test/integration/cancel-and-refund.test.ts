import { beforeAll, describe, expect, it } from '@jest/globals';
import { callAs } from '../support/callers.ts';
import { paymentOf, reachPayment, refund, whileGateway } from '../support/gateway.ts';
import {
  cancel,
  kitchenStep,
  newCustomer,
  newProduct,
  orderOf,
  place,
  placePaid,
  reach,
  reachAvailable,
  reachLink,
  reachWhen,
} from '../support/shop.ts';

const customer = newCustomer();
let productId: string;

beforeAll(async () => {
  productId = await newProduct(100, 1000);
});

describe('cancelling', () => {
  it('an unpaid order closes its payment and releases its stock', async () => {
    const own = await newProduct(3);
    const { orderId } = await place(customer, [{ productId: own, quantity: 3 }]);
    await reachLink(orderId);
    expect(await cancel(customer, 'customer', orderId)).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED' },
    });
    expect((await cancel(customer, 'customer', orderId)).status).toBe(200);
    await reachAvailable(own, 3);
    await reachPayment(orderId, ({ status }) => status === 'CLOSED');
  });

  it('a paid order refunds the money and releases its stock', async () => {
    const own = await newProduct(1, 1000);
    const { orderId } = await placePaid(customer, own);
    await cancel(customer, 'customer', orderId);
    await reachWhen(orderId, 'being refunded', ({ refundedAmount }) => refundedAmount === 1000);
    await reachAvailable(own, 1);
    expect((await paymentOf(orderId)).status).toBe('REFUNDED');
  });

  it('after the kitchen started is only possible for staff, and does not return stock', async () => {
    const own = await newProduct(1, 1000);
    const { orderId } = await placePaid(customer, own);
    await kitchenStep(orderId, 'start');
    await reach(orderId, 'PREPARING');
    expect(await cancel(customer, 'customer', orderId)).toMatchObject({
      status: 409,
      body: { code: 'order.not-cancellable' },
    });
    expect((await cancel('kitchen', 'staff', orderId)).status).toBe(200);
    await reachWhen(orderId, 'being refunded', ({ refundedAmount }) => refundedAmount === 1000);
    const ready = await callAs('kitchen', 'staff', 'POST', `/fulfilment/tickets/${orderId}/ready`);
    expect(ready.status).toBe(409);
    await reachAvailable(own, 0);
  });

  it('retries a refund that the provider rejects at first', async () => {
    const { orderId } = await placePaid(customer, productId);
    await whileGateway({ refuseRefunds: true }, async () => {
      await cancel(customer, 'customer', orderId);
      await reachWhen(orderId, 'waiting for its refund', ({ waitingFor }) => waitingFor?.what === 'refund');
      await reachPayment(orderId, ({ refunds }) => refunds.some(({ status }) => status === 'FAILED'));
    });
    expect(await orderOf(orderId)).toMatchObject({
      status: 'CANCELLED',
      paidAmount: 1000,
      refundedAmount: 0,
    });
  });
});

describe('refunds by an administrator', () => {
  it('change the amount if partial, and cancel the paid order if full', async () => {
    const own = await newProduct(1, 1000);
    const { orderId } = await placePaid(customer, own);
    expect(await refund(orderId, 400)).toMatchObject({ status: 202, body: { amount: 400 } });
    const partly = await reachWhen(
      orderId,
      'partly refunded',
      ({ refundedAmount }) => refundedAmount === 400,
    );
    expect(partly.status).toBe('PAID');
    expect((await paymentOf(orderId)).status).toBe('PARTIALLY_REFUNDED');
    expect((await refund(orderId, undefined)).body).toMatchObject({ amount: 600 });
    expect(await reach(orderId, 'CANCELLED')).toMatchObject({ refundedAmount: 1000 });
    await reachAvailable(own, 1);
  });

  it('never exceed the captured amount, even with eight at once', async () => {
    const { orderId } = await placePaid(customer, productId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refund(orderId, 300)));
    const accepted = answers.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    await reachWhen(orderId, 'being refunded thrice', ({ refundedAmount }) => refundedAmount === 900);
    const { refunds } = await paymentOf(orderId);
    expect(refunds.reduce((sum, { amount }) => sum + amount, 0)).toBe(900);
  });

  it('repeated under one key are one refund; the key with another body is rejected', async () => {
    const { orderId } = await placePaid(customer, productId);
    const key = `refund-${orderId}`;
    const first = await refund(orderId, 100, key);
    expect((await refund(orderId, 100, key)).body['refundId']).toBe(first.body['refundId']);
    expect((await refund(orderId, 200, key)).status).toBe(422);
    await reachWhen(orderId, 'being refunded once', ({ refundedAmount }) => refundedAmount === 100);
  });

  it('above the captured amount are rejected', async () => {
    const { orderId } = await placePaid(customer, productId);
    expect((await refund(orderId, 1001)).status).toBe(422);
    expect((await paymentOf(orderId)).refunds).toEqual([]);
  });
});
