import { describe, expect, it } from '@jest/globals';
import { evolve } from '../../../../../functions/orders/domain/evolve.ts';
import {
  confirmPreparation,
  recordCompletion,
  recordReady,
} from '../../../../../functions/orders/domain/fulfilment.ts';
import { recordRefund, recordRefusedRefund } from '../../../../../functions/orders/domain/refund.ts';
import type { Order } from '../../../../../functions/orders/domain/order.ts';
import { givenOrder } from '../../../../support/given-order.ts';
import { orderIn } from '../../../../support/orders.ts';

const at = '2026-03-01T10:00:00.000Z';
const start = (order: Order) => confirmPreparation(order, { at });
const ready = (order: Order) => recordReady(order, { at });
const complete = (order: Order) => recordCompletion(order, { at });

describe('preparation', () => {
  it('is confirmed for a PAID order, and again when it is asked again', () => {
    givenOrder(orderIn.PAID()).when(start).then({ type: 'PreparationConfirmed', again: false });
    givenOrder(orderIn.PREPARING()).when(start).then({ type: 'PreparationConfirmed', again: true });
  });

  it('is not confirmed for an order that was cancelled first', () => {
    givenOrder(orderIn.CANCELLED()).when(start).thenNothing();
  });

  it('of an order that was never paid is rejected', () => {
    givenOrder(orderIn.AWAITING_PAYMENT()).when(start).thenRejected('not-paid');
    givenOrder(orderIn.PENDING()).when(complete).thenRejected('not-paid');
  });
});

describe('reports of the kitchen', () => {
  it('move the order on', () => {
    givenOrder(orderIn.PREPARING()).when(ready).then({ type: 'BecameReady' });
    givenOrder(orderIn.READY()).when(complete).then({ type: 'Completed' });
  });

  it('may skip forward; the history is filled in', () => {
    const order = evolve(orderIn.PAID(), { type: 'Completed', at });
    expect(order.status).toBe('COMPLETED');
    expect(order.history.map(({ status }) => status)).toEqual([
      'AWAITING_PAYMENT',
      'PAID',
      'PREPARING',
      'READY',
      'COMPLETED',
    ]);
  });

  it('that come late change nothing', () => {
    givenOrder(orderIn.COMPLETED()).when(ready).thenNothing();
    givenOrder(orderIn.COMPLETED()).when(start).thenNothing();
    givenOrder(orderIn.READY()).when(ready).thenNothing();
  });

  it('do not bring a cancelled order back', () => {
    givenOrder(orderIn.CANCELLED()).when(ready).thenNothing();
    givenOrder(orderIn.CANCELLED()).when(complete).thenNothing();
  });
});

describe('refunds', () => {
  const refund = (refundedAmount: number) => (order: Order) =>
    recordRefund(order, { at, refundedAmount, currency: 'EUR' });

  it('of a part change the amount alone', () => {
    givenOrder(orderIn.PAID()).when(refund(1000)).then({ type: 'RefundRecorded', refundedAmount: 1000 });
  });

  it('of all the money of a PAID order cancel it, and ask for no further refund', () => {
    givenOrder(orderIn.PAID())
      .when(refund(2500))
      .then({ type: 'RefundRecorded' }, { type: 'Cancelled', previousStatus: 'PAID', reason: 'refunded' });
  });

  it.each(['PREPARING', 'READY', 'COMPLETED'] as const)(
    'of all the money of a %s order leave its status',
    (status) => {
      givenOrder(orderIn[status]()).when(refund(2500)).then({ type: 'RefundRecorded' });
    },
  );

  it('are cumulative: a repeated or older report changes nothing', () => {
    const order = evolve(orderIn.PAID(), { type: 'RefundRecorded', at, refundedAmount: 1500 });
    givenOrder(order).when(refund(1500)).thenNothing();
    givenOrder(order).when(refund(1000)).thenNothing();
  });

  it('in another currency than the order change nothing: a person must look at them', () => {
    const report = { at, refundedAmount: 2500, currency: 'USD' };
    const refused = { outcome: 'rejected', reason: 'payment-mismatch' };
    expect(recordRefund(orderIn.PAID(), report)).toEqual(refused);
    expect(recordRefusedRefund(orderIn.CANCELLED(), { ...report, refundId: 'r1' })).toEqual(refused);
  });

  it('that the provider refuses are noted for the automatic one, once', () => {
    const order = orderIn.CANCELLED();
    const nothing = { at, refundedAmount: 0, currency: 'EUR' };
    const refused = (current: Order) =>
      recordRefusedRefund(current, { ...nothing, refundId: `auto:${order.orderId}` });
    givenOrder(order).when(refused).then({ type: 'RefundRefused' });
    givenOrder(evolve(order, { type: 'RefundRefused', at }))
      .when(refused)
      .thenNothing();
    givenOrder(order)
      .when((current) => recordRefusedRefund(current, { ...nothing, refundId: 'r1' }))
      .thenNothing();
  });
});
