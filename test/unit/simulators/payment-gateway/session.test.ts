import { describe, expect, it } from '@jest/globals';
import {
  decline,
  evolve,
  expire,
  openSession,
  pay,
  refund,
  refundedAmountOf,
  type Session,
  type SessionEvent,
} from '../../../../simulators/payment-gateway/domain/session.ts';
import type { Decision } from '../../../../shared/kernel/aggregate.ts';

const at = '2026-03-01T09:30:00.000Z';
const terms = {
  orderId: 'o-1',
  amount: 1000,
  currency: 'EUR',
  payBy: at,
  metadata: { correlationId: 'c-1' },
};
const open = openSession('cs_1', terms, at);

const after = (session: Session, decision: Decision<SessionEvent, string>): Session => {
  if (decision.outcome === 'rejected') throw new Error(`rejected: ${decision.reason}`);
  return decision.events.reduce(evolve, session);
};
const paid = after(open, pay(open, at));
const expired = after(open, expire(open, at));
const giveBack = (key: string, amount: number) => ({ id: `re_${key}`, key, amount, at });

describe('A payment session', () => {
  it('is paid once, however often the payer pays, with one webhook that says so', () => {
    const again = after(paid, pay(paid, '2026-03-01T09:31:00.000Z'));
    expect(again).toEqual(paid);
    expect(again).toMatchObject({ status: 'paid', paidAt: at });
    expect(again.unsent).toEqual([
      {
        id: 'msg_cs_1_paid',
        body: {
          type: 'payment.succeeded',
          timestamp: at,
          data: {
            sessionId: 'cs_1',
            orderId: 'o-1',
            amount: 1000,
            currency: 'EUR',
            paidAt: at,
            metadata: { correlationId: 'c-1' },
          },
        },
      },
    ]);
  });

  it('stays open when a payment is declined, and gives each decline a webhook of its own', () => {
    const twice = after(after(open, decline(open, at)), decline(after(open, decline(open, at)), at));
    expect(twice.status).toBe('open');
    expect(twice.unsent.map(({ id }) => id)).toEqual(['msg_cs_1_declined_1', 'msg_cs_1_declined_2']);
    expect(twice.unsent[0]?.body).toMatchObject({
      type: 'payment.failed',
      data: { reason: 'card_declined' },
    });
    expect(after(twice, pay(twice, at)).status).toBe('paid');
  });

  it('cannot be paid or declined once it expired', () => {
    expect(pay(expired, at)).toEqual({ outcome: 'rejected', reason: 'session-expired' });
    expect(decline(expired, at)).toEqual({ outcome: 'rejected', reason: 'session-expired' });
  });

  it('stays paid when the merchant expires it, or a late decline comes', () => {
    expect(after(paid, expire(paid, at))).toEqual(paid);
    expect(decline(paid, at)).toEqual({ outcome: 'rejected', reason: 'session-paid' });
  });

  it('is refunded in parts, up to what was paid', () => {
    const part = after(paid, refund(paid, giveBack('a', 600), false));
    expect(refundedAmountOf(part)).toBe(600);
    expect(refund(part, giveBack('b', 401), false)).toEqual({
      outcome: 'rejected',
      reason: 'refund-exceeds-payment',
    });
    expect(refundedAmountOf(after(part, refund(part, giveBack('b', 400), false)))).toBe(1000);
  });

  it('takes a refund under a known key as a repetition, also while refunds are refused', () => {
    const part = after(paid, refund(paid, giveBack('a', 600), false));
    expect(refund(part, giveBack('a', 600), true)).toEqual({ outcome: 'accepted', events: [] });
    expect(refund(part, giveBack('a', 500), false)).toEqual({
      outcome: 'rejected',
      reason: 'idempotency-key-reused',
    });
    expect(refund(part, giveBack('b', 1), true)).toEqual({ outcome: 'rejected', reason: 'refund-refused' });
  });

  it('has nothing to refund while it is not paid', () => {
    for (const session of [open, expired]) {
      expect(refund(session, giveBack('a', 1), false)).toEqual({
        outcome: 'rejected',
        reason: 'session-not-paid',
      });
    }
  });

  it('forgets a webhook that is under way', () => {
    expect(evolve(paid, { type: 'WebhooksSent', ids: ['msg_cs_1_paid'] }).unsent).toEqual([]);
  });
});
