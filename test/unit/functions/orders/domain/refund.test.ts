import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { evolve } from '../../../../../functions/orders/domain/evolve.ts';
import { waitingFor } from '../../../../../functions/orders/domain/order-view.ts';
import {
  automaticRefundId,
  moneyHeld,
  type Order,
  type OrderEvent,
} from '../../../../../functions/orders/domain/order.ts';
import { decideCancellation } from '../../../../../functions/orders/domain/cancel.ts';
import { recordRefund, recordRefusedRefund } from '../../../../../functions/orders/domain/refund.ts';
import type { Decision } from '../../../../../shared/kernel/aggregate.ts';
import { orderIn } from '../../../../support/orders.ts';

const at = '2026-03-01T10:00:00.000Z';
const after = (order: Order, decision: Decision<OrderEvent, string>): Order =>
  decision.outcome === 'accepted' ? decision.events.reduce(evolve, order) : order;
const refunded = (order: Order, refundedAmount: number, revision?: number): Order =>
  after(order, recordRefund(order, { at, refundedAmount, currency: 'EUR', revision }));
const returned = (order: Order, refundedAmount: number, revision: number, refundId = 'r1'): Order =>
  after(order, recordRefusedRefund(order, { at, refundId, refundedAmount, currency: 'EUR', revision }));

describe('a refund that comes back from the bank', () => {
  it('makes what was given back less, and an ended order waits for its refund again', () => {
    const back = refunded(orderIn.PAID(), 2500, 5);
    expect(back.status).toBe('CANCELLED');
    expect(waitingFor(back)).toBeUndefined();
    const held = returned(back, 0, 6);
    expect(held).toMatchObject({ status: 'CANCELLED', refundedAmount: 0, refundRevision: 6 });
    expect(waitingFor(held)).toMatchObject({ what: 'refund' });
  });

  it('is noted of the automatic refund, as a refusal is', () => {
    const order = refunded(orderIn.PAID(), 2500, 5);
    const held = returned(order, 0, 6, automaticRefundId(order.orderId));
    expect(held).toMatchObject({ refundedAmount: 0, refundRefusedAt: at });
  });

  it('is not undone by a report from before that comes late', () => {
    const order = returned(orderIn.READY(), 0, 6);
    expect(refunded(order, 2500, 5)).toEqual(order);
  });

  it('of an order that staff cancels later goes back with the rest of its money', () => {
    const order = returned(refunded(orderIn.READY(), 2500, 5), 0, 6);
    const decision = decideCancellation(order, { by: 'staff', reason: 'cancelled-by-staff', at });
    expect(decision).toMatchObject({ events: [{ type: 'Cancelled' }, { type: 'RefundRequested' }] });
  });

  it('survives whatever becomes of the order: the revision is kept', () => {
    const order = refunded(orderIn.PAID(), 1000, 5);
    const ended = after(
      order,
      decideCancellation(order, { by: 'customer', reason: 'cancelled-by-customer', at }),
    );
    expect(refunded(ended, 2500, 4).refundedAmount).toBe(1000);
  });
});

describe('reports of refunds', () => {
  it('without a revision are of old, and of those the larger amount counts', () => {
    const order = refunded(orderIn.READY(), 1000);
    expect(refunded(order, 500)).toEqual(order);
    expect(refunded(order, 1500).refundedAmount).toBe(1500);
    expect(refunded(refunded(order, 700, 3), 1500).refundedAmount).toBe(700);
  });

  it('lead to the amount of the newest one, in whatever order and however often they come', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 2499 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        amounts.chain((list) => {
          const reports = list.map((refundedAmount, index) => ({ refundedAmount, revision: index + 3 }));
          const shuffled = fc.shuffledSubarray([...reports, ...reports], { minLength: 2 * reports.length });
          return fc.record({ newest: fc.constant(list.at(-1)), shuffled });
        }),
        ({ newest, shuffled }) => {
          const end = shuffled.reduce<Order>(
            (order, { refundedAmount, revision }) => refunded(order, refundedAmount, revision),
            orderIn.PAID(),
          );
          expect(end.refundedAmount).toBe(newest);
          expect(moneyHeld(end)).toBe(2500 - (newest ?? 0));
        },
      ),
      { seed: 20260301, numRuns: 300 },
    );
  });
});
