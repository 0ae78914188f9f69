import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { evolve, type PaymentEvent } from '../../../../../functions/payments/domain/payment-event.ts';
import {
  committedAmount,
  isCaptured,
  refundable,
  settledAmount,
  type Payment,
} from '../../../../../functions/payments/domain/payment.ts';
import {
  openAutomaticRefund,
  recordRefund,
  recordRefundReport,
  refundKey,
  requestRefund,
  type RefundResult,
} from '../../../../../functions/payments/domain/refunds.ts';
import type { Decision } from '../../../../../shared/kernel/aggregate.ts';
import { captured, refundEntry, tombstone, withRefunds } from '../../../../support/payments/samples.ts';
import { AT, AUTO } from '../../../../support/payments/world.ts';

const after = (payment: Payment, decision: Decision<PaymentEvent, string>): Payment =>
  decision.outcome === 'rejected' ? payment : decision.events.reduce(evolve, payment);
const settled = { outcome: 'settled' } as const;
const failed = { outcome: 'failed', reason: 'lost_or_stolen_card' } as const;
const takenOn = { outcome: 'taken-on' } as const;
const nothing = { outcome: 'accepted', events: [] };

const answer = (payment: Payment, result: RefundResult, attempt = 1) =>
  recordRefund(payment, { refundId: 'r1', attempt, result });
const report = (payment: Payment, result: typeof settled | typeof failed, overrides = {}) =>
  recordRefundReport(payment, {
    refundId: 'r1',
    attempt: 1,
    amount: 1000,
    currency: 'EUR',
    result,
    ...overrides,
  });
const pending = withRefunds(refundEntry({ refundId: 'r1', amount: 1000 }));
const underWay = after(pending, answer(pending, takenOn));
const done = after(underWay, report(underWay, settled));
const returned = after(done, report(done, failed));

describe('a refund that the provider has taken on', () => {
  it('stays PENDING, keeps its money, and is noted once without an event', () => {
    expect(underWay).toMatchObject({ status: 'CAPTURED', refunds: [{ status: 'PENDING', underWay: true }] });
    expect(isCaptured(underWay) && refundable(underWay)).toBe(0);
    expect(answer(underWay, takenOn)).toEqual(nothing);
  });

  it('is settled by a webhook, once', () => {
    expect(done).toMatchObject({ status: 'REFUNDED', refunds: [{ status: 'SETTLED' }] });
    expect(isCaptured(done) && done.refunds[0]).not.toHaveProperty('underWay');
    expect(report(done, settled)).toEqual(nothing);
  });

  it('is not waited for by the automatic refund, which takes the rest', () => {
    const part = withRefunds(refundEntry({ refundId: 'r1', amount: 400, underWay: true }));
    const opened = openAutomaticRefund(part, { refundId: AUTO, reason: 'late', at: AT });
    expect(opened).toMatchObject({ events: [{ refund: { refundId: AUTO, amount: 600 } }] });
    const rest = openAutomaticRefund(underWay, { refundId: AUTO, reason: 'late', at: AT });
    expect(rest).toMatchObject({ events: [{ type: 'RefundCompleted', amount: 0 }] });
    expect(after(underWay, rest)).toEqual(underWay);
  });

  it.each([
    ['under way', underWay],
    ['settled', done],
    ['not known to be taken on yet', pending],
  ])('and that was %s fails: its money can be given back again', (_, payment) => {
    const decision = report(payment, failed);
    expect(decision).toMatchObject({ events: [{ type: 'RefundFailed', failure: failed.reason }] });
    const next = after(payment, decision);
    expect(next).toMatchObject({ status: 'CAPTURED', refunds: [{ status: 'FAILED', final: true }] });
    expect(isCaptured(next) && refundable(next)).toBe(1000);
  });

  it('and that failed stays failed, even if an earlier report arrives late', () => {
    expect(report(returned, settled)).toEqual(nothing);
    expect(report(returned, failed)).toEqual(nothing);
    for (const result of [settled, takenOn, failed]) {
      const late = answer(returned, result);
      expect(late).toMatchObject({ events: [{ type: 'RefundFailed', failure: failed.reason }] });
      expect(after(returned, late)).toEqual(returned);
    }
  });

  it('is left alone by a report about an attempt that is over', () => {
    const second = withRefunds(refundEntry({ refundId: 'r1', amount: 700, attempt: 2 }));
    expect(report(second, settled)).toEqual(nothing);
    expect(report(second, failed)).toEqual(nothing);
  });

  it.each([
    ['amount', { amount: 999 }],
    ['currency', { currency: 'USD' }],
  ])('is not changed by a report about another %s', (_, other) => {
    expect(report(underWay, settled, other)).toEqual({ outcome: 'rejected', reason: 'not-this-refund' });
  });

  it('must be in the ledger', () => {
    for (const payment of [captured, tombstone]) {
      expect(report(payment, failed)).toEqual({ outcome: 'rejected', reason: 'unknown-refund' });
    }
  });

  it('as the automatic one that failed is tried again under another key, with what is left', () => {
    const first = withRefunds(refundEntry({ refundId: AUTO, amount: 1000, status: 'SETTLED' }));
    const failure = recordRefundReport(first, {
      refundId: AUTO,
      attempt: 1,
      amount: 1000,
      currency: 'EUR',
      result: failed,
    });
    const next = after(first, failure);
    const again = after(next, openAutomaticRefund(next, { refundId: AUTO, reason: 'late', at: AT }));
    expect(again).toMatchObject({ refunds: [{ status: 'PENDING', attempt: 2, amount: 1000 }] });
    expect(isCaptured(again) && again.refunds.map(refundKey)).toEqual([`${AUTO}#2`]);
    expect(isCaptured(again) && again.refunds[0]).not.toHaveProperty('final');
  });
});

describe('the ledger', () => {
  const refundId = fc.constantFrom('r1', 'r2', AUTO);
  const attempt = fc.integer({ min: 1, max: 3 });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('request' as const), refundId, amount: fc.integer({ min: 1, max: 700 }) }),
    fc.record({ kind: fc.constant('automatic' as const) }),
    fc.record({
      kind: fc.constant('answer' as const),
      refundId,
      attempt,
      result: fc.constantFrom<RefundResult>(settled, takenOn, failed, { outcome: 'refused', reason: 'no' }),
    }),
    fc.record({
      kind: fc.constant('report' as const),
      refundId,
      attempt,
      result: fc.constantFrom(settled, failed),
    }),
  );
  type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

  const decide = (payment: typeof captured, one: Step): Decision<PaymentEvent, string> => {
    switch (one.kind) {
      case 'request':
        return requestRefund(payment, { ...one, reason: 'broken', at: AT });
      case 'automatic':
        return openAutomaticRefund(payment, { refundId: AUTO, reason: 'late', at: AT });
      case 'answer':
        return recordRefund(payment, one);
      case 'report': {
        const amount = payment.refunds.find((refund) => refund.refundId === one.refundId)?.amount ?? 0;
        return recordRefundReport(payment, { ...one, amount, currency: 'EUR' });
      }
    }
  };

  it('never promises more than was captured, and only a failure of its own takes a settled refund back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let payment = captured;
        for (const one of steps) {
          const before = payment;
          payment = after(payment, decide(payment, one)) as typeof captured;
          expect(committedAmount(payment.refunds)).toBeLessThanOrEqual(payment.amount);
          if (settledAmount(payment.refunds) < settledAmount(before.refunds)) {
            expect('result' in one && one.result.outcome).toBe('failed');
          }
          for (const refund of before.refunds.filter(({ final }) => final === true)) {
            const now = payment.refunds.find(({ refundId: id }) => id === refund.refundId);
            expect(now?.attempt === refund.attempt ? now : refund).toEqual(refund);
          }
        }
      }),
      { seed: 20260301, numRuns: 500 },
    );
  });
});
