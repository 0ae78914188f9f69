import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { evolve, type PaymentEvent } from '../../../../../functions/payments/domain/payment-event.ts';
import {
  committedAmount,
  isCaptured,
  settledAmount,
  type Payment,
} from '../../../../../functions/payments/domain/payment.ts';
import {
  answerRefund,
  openAutomaticRefund,
  recordRefund,
  refundKey,
  requestRefund,
} from '../../../../../functions/payments/domain/refunds.ts';
import type { Decision } from '../../../../../shared/kernel/aggregate.ts';
import {
  captured,
  closed,
  pending,
  refundEntry,
  tombstone,
  withRefunds,
} from '../../../../support/payments/samples.ts';
import { AT, AUTO } from '../../../../support/payments/world.ts';

const after = (payment: Payment, decision: Decision<PaymentEvent, string>): Payment =>
  decision.outcome === 'rejected' ? payment : decision.events.reduce(evolve, payment);
const entry = (payment: Payment, refundId: string) =>
  isCaptured(payment) ? payment.refunds.find((refund) => refund.refundId === refundId) : undefined;

describe("an administrator's refund", () => {
  const request = (payment: Payment, amount?: number, refundId = 'r2') =>
    requestRefund(payment, {
      refundId,
      reason: 'broken',
      at: AT,
      ...(amount === undefined ? {} : { amount }),
    });

  it('is taken on up to what is left', () => {
    const payment = withRefunds(refundEntry({ refundId: 'r1', amount: 400 }));
    expect(entry(after(payment, request(payment, 600)), 'r2')).toMatchObject({
      amount: 600,
      status: 'PENDING',
    });
  });

  it.each([
    ['pending', withRefunds(refundEntry({ refundId: 'r1', amount: 400 })), 601],
    ['settled', withRefunds(refundEntry({ refundId: 'r1', amount: 400, status: 'SETTLED' })), 601],
    ['all gone', withRefunds(refundEntry({ refundId: 'r1', amount: 1000, status: 'SETTLED' })), undefined],
  ] as const)('is refused above what is left beside what is %s', (_, payment, amount) => {
    expect(request(payment, amount)).toEqual({ outcome: 'rejected', reason: 'exceeds-captured' });
  });

  it('means all that is left without an amount, and counts nothing that failed', () => {
    const payment = withRefunds(
      refundEntry({ refundId: 'r0', amount: 900, status: 'FAILED' }),
      refundEntry({ refundId: 'r1', amount: 400, status: 'SETTLED' }),
    );
    expect(entry(after(payment, request(payment)), 'r2')?.amount).toBe(600);
  });

  it.each([
    ['pending', pending],
    ['closed', closed],
    ['nothing at all', tombstone],
  ] as const)('is refused of a payment that is %s', (_, payment) => {
    expect(request(payment, 1)).toEqual({ outcome: 'rejected', reason: 'nothing-captured' });
  });

  it.each([
    ['KWD', 1005, 1010],
    ['MGA', 150, 200],
  ])('in %s is refused for an amount that the provider cannot return: %d', (currency, amount, payable) => {
    const payment = { ...captured, amount: 10_000, currency };
    expect(request(payment, amount)).toEqual({ outcome: 'rejected', reason: 'amount-not-payable' });
    expect(request(payment, payable)).toMatchObject({ outcome: 'accepted' });
  });

  it('repeated changes nothing, and its key with another body is refused', () => {
    const payment = after(captured, request(captured, 100));
    expect(request(payment, 100)).toEqual({ outcome: 'accepted', events: [] });
    expect(request(payment, 101)).toEqual({ outcome: 'rejected', reason: 'key-reused' });
    expect(request(payment)).toEqual({ outcome: 'rejected', reason: 'key-reused' });
  });
});

describe('the automatic refund', () => {
  const open = (payment: Payment) => openAutomaticRefund(payment, { refundId: AUTO, reason: 'late', at: AT });

  it('is all that is left', () => {
    const payment = withRefunds(refundEntry({ refundId: 'r1', amount: 300, status: 'SETTLED' }));
    expect(entry(after(payment, open(payment)), AUTO)).toMatchObject({ amount: 700, attempt: 1 });
  });

  it('waits for what is pending, which might fail and leave its money behind', () => {
    const payment = withRefunds(refundEntry({ refundId: 'r1' }));
    expect(open(payment)).toEqual({ outcome: 'rejected', reason: 'others-pending' });
  });

  it('of nothing is a success that leaves no entry', () => {
    const payment = withRefunds(refundEntry({ refundId: 'r1', amount: 1000, status: 'SETTLED' }));
    const decision = open(payment);
    expect(decision).toMatchObject({ events: [{ type: 'RefundCompleted', refundId: AUTO, amount: 0 }] });
    expect(after(payment, decision)).toMatchObject({ refunds: payment.refunds, status: 'REFUNDED' });
  });

  it('after a refusal is tried again, under another key and with what is left by then', () => {
    const payment = withRefunds(
      refundEntry({ refundId: AUTO, amount: 1000, status: 'FAILED', failure: 'no' }),
      refundEntry({ refundId: 'r1', amount: 250, status: 'SETTLED' }),
    );
    const again = entry(after(payment, open(payment)), AUTO);
    expect(again).toMatchObject({ amount: 750, status: 'PENDING', attempt: 2 });
    expect(again && refundKey(again)).toBe(`${AUTO}#2`);
  });

  it('is resumed while pending, and answered again once settled', () => {
    const waiting = after(captured, open(captured));
    expect(open(waiting)).toEqual({ outcome: 'accepted', events: [] });
    const done = after(
      waiting,
      recordRefund(waiting, { refundId: AUTO, attempt: 1, result: { outcome: 'settled' } }),
    );
    expect(open(done)).toMatchObject({ events: [{ type: 'RefundCompleted', amount: 1000 }] });
    expect(after(done, open(done))).toEqual(done);
  });

  it('leaves a refused attempt refused when an administrator gave the money back meanwhile', () => {
    const payment = withRefunds(
      refundEntry({ refundId: AUTO, amount: 1000, status: 'FAILED', failure: 'refused' }),
      refundEntry({ refundId: 'by-hand', amount: 1000, status: 'SETTLED' }),
    );
    const decision = openAutomaticRefund(payment, { refundId: AUTO, reason: 'late', at: AT });
    expect(decision).toMatchObject({ outcome: 'accepted', events: [{ type: 'RefundCompleted', amount: 0 }] });
    const next = after(payment, decision);
    expect(entry(next, AUTO)?.status).toBe('FAILED');
    expect(isCaptured(next) && settledAmount(next.refunds)).toBe(1000);
  });
});

describe("the provider's result", () => {
  const settled = { outcome: 'settled' } as const;
  const refused = { outcome: 'refused', reason: 'no' } as const;
  const one = withRefunds(refundEntry({ refundId: 'r1', amount: 1000 }));

  it('settles the refund, and the payment follows its ledger', () => {
    expect(after(one, recordRefund(one, { refundId: 'r1', attempt: 1, result: settled })).status).toBe(
      'REFUNDED',
    );
    const part = withRefunds(refundEntry({ refundId: 'r1', amount: 1 }));
    expect(after(part, recordRefund(part, { refundId: 'r1', attempt: 1, result: settled })).status).toBe(
      'PARTIALLY_REFUNDED',
    );
  });

  it('of a refusal fails the refund and frees its money', () => {
    const next = after(one, recordRefund(one, { refundId: 'r1', attempt: 1, result: refused }));
    expect(next).toMatchObject({ status: 'CAPTURED', refunds: [{ status: 'FAILED', failure: 'no' }] });
  });

  it('once settled does not change, whatever is reported later', () => {
    const done = after(one, recordRefund(one, { refundId: 'r1', attempt: 1, result: settled }));
    const late = recordRefund(done, { refundId: 'r1', attempt: 1, result: refused });
    expect(late).toMatchObject({ events: [{ type: 'RefundCompleted' }] });
    expect(after(done, late)).toEqual(done);
  });

  it('of an attempt that is over is not taken for the present one', () => {
    const second = withRefunds(refundEntry({ refundId: AUTO, attempt: 2 }));
    expect(recordRefund(second, { refundId: AUTO, attempt: 1, result: refused })).toEqual({
      outcome: 'rejected',
      reason: 'stale-attempt',
    });
  });

  it('that money went back after all is recorded where it fits, and shown to a person where it does not', () => {
    const result = { refundId: 'r1', attempt: 1, result: settled };
    const fits = withRefunds(refundEntry({ refundId: 'r1', amount: 600, status: 'FAILED' }));
    expect(after(fits, recordRefund(fits, result)).status).toBe('PARTIALLY_REFUNDED');
    const taken = withRefunds(
      refundEntry({ refundId: 'r1', amount: 600, status: 'FAILED' }),
      refundEntry({ refundId: 'r2', amount: 600 }),
    );
    expect(recordRefund(taken, result)).toEqual({ outcome: 'rejected', reason: 'exceeds-captured' });
  });

  it('publishes nothing while the refund is pending, and an unknown refund is rejected', () => {
    expect(answerRefund(one, 'r1')).toEqual({ outcome: 'accepted', events: [] });
    expect(answerRefund(one, 'r9')).toEqual({ outcome: 'rejected', reason: 'unknown-refund' });
  });
});

describe('the ledger', () => {
  const ids = fc.constantFrom('r1', 'r2', 'r3', AUTO);
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('request' as const),
      refundId: ids,
      amount: fc.option(fc.integer({ min: 1, max: 1200 }), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('automatic' as const) }),
    fc.record({
      kind: fc.constant('result' as const),
      refundId: ids,
      attempt: fc.integer({ min: 1, max: 3 }),
      settled: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('answer' as const), refundId: ids }),
  );

  it('never promises more than was captured, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let payment: Payment = captured;
        for (const one of steps) {
          const before = settledAmount(payment.refunds);
          payment = after(payment, decide(payment, one)) as typeof captured;
          expect(committedAmount(payment.refunds)).toBeLessThanOrEqual(payment.amount);
          expect(settledAmount(payment.refunds)).toBeGreaterThanOrEqual(before);
          expect(new Set(payment.refunds.map(({ refundId }) => refundId)).size).toBe(payment.refunds.length);
        }
      }),
      { seed: 20260301, numRuns: 500 },
    );
  });

  const decide = (payment: Payment, one: typeof step extends fc.Arbitrary<infer Step> ? Step : never) => {
    switch (one.kind) {
      case 'request': {
        const { refundId, amount } = one;
        const rest = amount === undefined ? {} : { amount };
        return requestRefund(payment, { refundId, reason: 'broken', at: AT, ...rest });
      }
      case 'automatic':
        return openAutomaticRefund(payment, { refundId: AUTO, reason: 'late', at: AT });
      case 'result': {
        const result = one.settled
          ? ({ outcome: 'settled' } as const)
          : ({ outcome: 'refused', reason: 'no' } as const);
        return recordRefund(payment, { refundId: one.refundId, attempt: one.attempt, result });
      }
      case 'answer':
        return answerRefund(payment, one.refundId);
    }
  };
});
