import { describe, expect, it } from '@jest/globals';
import {
  announceLink,
  capture,
  close,
  decline,
  refuseSession,
} from '../../../../../functions/payments/domain/collect.ts';
import { evolve, type PaymentEvent } from '../../../../../functions/payments/domain/payment-event.ts';
import type { Payment } from '../../../../../functions/payments/domain/payment.ts';
import type { Decision } from '../../../../../shared/kernel/aggregate.ts';
import {
  captured,
  closed,
  failed,
  pending,
  session,
  tombstone,
  unlinked,
} from '../../../../support/payments/samples.ts';
import { AT, SESSION } from '../../../../support/payments/world.ts';

const report = { sessionId: SESSION, amount: 1000, currency: 'EUR' };
const outcome = (decision: Decision<PaymentEvent, string>): string | readonly string[] =>
  decision.outcome === 'rejected' ? decision.reason : decision.events.map(({ type }) => type);
const after = (payment: Payment, decision: Decision<PaymentEvent, string>): Payment =>
  decision.outcome === 'rejected' ? payment : decision.events.reduce(evolve, payment);
const { session: _session, ...unlinkedClosed } = closed;
const refunded = { ...captured, status: 'REFUNDED' } as const;

describe('announcing the link', () => {
  it.each([
    ['a payment without a session records it', unlinked, session, ['PaymentLinkCreated'], pending],
    ['a linked payment announces the same link again', pending, undefined, ['PaymentLinkCreated'], pending],
    [
      'another session changes nothing',
      pending,
      { id: 'x', url: 'https://x' },
      ['PaymentLinkCreated'],
      pending,
    ],
    ['after a decline the link is still good', failed, undefined, ['PaymentLinkCreated'], failed],
    ['a closed payment stays closed', closed, session, ['PaymentClosed'], closed],
    ['behind a tombstone nothing begins', tombstone, session, ['PaymentClosed'], tombstone],
    ['a paid one answers that it is paid', captured, undefined, ['PaymentSucceeded'], captured],
    ['without any session there is nothing to say', unlinked, undefined, 'session-not-recorded', unlinked],
  ] as const)('%s', (_, payment, given, expected, next) => {
    const decision = announceLink(payment, given);
    expect(outcome(decision)).toEqual(expected);
    expect(after(payment, decision)).toEqual(next);
  });
});

describe('a refusal of the session', () => {
  const refused = { ...unlinkedClosed, reason: 'refused-by-provider' };
  it.each([
    ['closes a payment without a session', unlinked, ['PaymentClosed'], refused],
    ['is outdated where a session is recorded', pending, ['PaymentLinkCreated'], pending],
    ['is outdated after a decline', failed, ['PaymentLinkCreated'], failed],
    ['of a closed payment is answered again', closed, ['PaymentClosed'], closed],
    ['behind a tombstone is answered as before', tombstone, ['PaymentClosed'], tombstone],
    ['of a paid one is answered by the capture', captured, ['PaymentSucceeded'], captured],
  ] as const)('%s', (_, payment, expected, next) => {
    const decision = refuseSession(payment, AT);
    expect(outcome(decision)).toEqual(expected);
    expect(after(payment, decision)).toEqual(next);
  });

  it('found by a closure closes the payment, and is published again unchanged', () => {
    const payment = after(unlinked, close(unlinked, { outcome: 'refused' }, AT));
    expect(payment).toEqual(refused);
    expect(close(payment, { outcome: 'refused' }, AT)).toMatchObject({
      events: [{ type: 'PaymentClosed', reason: 'refused-by-provider' }],
    });
  });

  it('found by a closure closes no payment whose session was opened meanwhile', () => {
    expect(outcome(close(pending, { outcome: 'refused' }, AT))).toBe('session-opened-meanwhile');
  });
});

describe('a capture', () => {
  it.each([
    ['of a pending payment is recorded', pending, report, ['PaymentSucceeded'], 'CAPTURED'],
    ['after a decline is recorded', failed, report, ['PaymentSucceeded'], 'CAPTURED'],
    [
      'of a closed payment is recorded, because the customer has paid',
      closed,
      report,
      ['PaymentSucceeded'],
      'CAPTURED',
    ],
    ['applied twice is one capture', captured, report, [], 'CAPTURED'],
    ['leaves refunded money refunded', refunded, report, [], 'REFUNDED'],
    ['of another amount is not taken over', pending, { ...report, amount: 1 }, 'not-this-payment', 'PENDING'],
    [
      'of another currency is not taken over',
      closed,
      { ...report, currency: 'USD' },
      'not-this-payment',
      'CLOSED',
    ],
    [
      'of another session is not taken over',
      pending,
      { ...report, sessionId: 'cs_x' },
      'not-this-payment',
      'PENDING',
    ],
    ['waits until the session is recorded', unlinked, report, 'session-not-recorded', 'PENDING'],
    ['behind a tombstone is none of ours', tombstone, report, 'not-this-payment', 'TOMBSTONE'],
  ] as const)('%s', (_, payment, given, expected, status) => {
    const decision = capture(payment, { ...given, capturedAt: AT });
    expect(outcome(decision)).toEqual(expected);
    expect(after(payment, decision).status).toBe(status);
  });
});

describe('a decline', () => {
  const given = { ...report, declineId: 'msg_1', reason: 'card_declined' };
  it.each([
    ['leaves the link good', pending, given, ['PaymentFailed'], 'FAILED'],
    ['after another one is told as well', failed, given, ['PaymentFailed'], 'FAILED'],
    ['told twice is one decline', failed, { ...given, declineId: 'msg_0' }, [], 'FAILED'],
    ['never takes back a capture', captured, given, [], 'CAPTURED'],
    ['never takes back a closure', closed, given, [], 'CLOSED'],
    ['of another amount is not taken over', pending, { ...given, amount: 1 }, 'not-this-payment', 'PENDING'],
    ['behind a tombstone is none of ours', tombstone, given, 'not-this-payment', 'TOMBSTONE'],
  ] as const)('%s', (_, payment, command, expected, status) => {
    const decision = decline(payment, command);
    expect(outcome(decision)).toEqual(expected);
    expect(after(payment, decision).status).toBe(status);
  });

  it('may come without the session, where the provider names only the order', () => {
    expect(outcome(decline(pending, { amount: 1000, currency: 'EUR', declineId: 'm', reason: 'r' }))).toEqual(
      ['PaymentFailed'],
    );
  });
});

describe('a closure', () => {
  const expired = { outcome: 'closed', session } as const;
  const paid = { outcome: 'paid', session, report, capturedAt: AT } as const;
  it.each([
    ['closes a pending payment', pending, expired, ['PaymentClosed'], 'CLOSED'],
    ['closes one whose session was never recorded', unlinked, expired, ['PaymentClosed'], 'CLOSED'],
    ['closes one after a decline', failed, expired, ['PaymentClosed'], 'CLOSED'],
    ['is answered again', closed, expired, ['PaymentClosed'], 'CLOSED'],
    ['of a tombstone is answered again', tombstone, expired, ['PaymentClosed'], 'TOMBSTONE'],
    ['finds money that was taken meanwhile', pending, paid, ['PaymentSucceeded'], 'CAPTURED'],
    ['finds it also where no session was recorded', unlinked, paid, ['PaymentSucceeded'], 'CAPTURED'],
    ['finds it also where another closure was faster', closed, paid, ['PaymentSucceeded'], 'CAPTURED'],
    ['does not undo a capture', captured, expired, ['PaymentSucceeded'], 'CAPTURED'],
    ['of refunded money is answered by the capture', refunded, paid, ['PaymentSucceeded'], 'REFUNDED'],
    [
      'refuses money of another amount',
      pending,
      { ...paid, report: { ...report, amount: 1 } },
      'not-this-payment',
      'PENDING',
    ],
  ] as const)('%s', (_, payment, end, expected, status) => {
    const decision = close(payment, end, AT);
    expect(outcome(decision)).toEqual(expected);
    expect(after(payment, decision).status).toBe(status);
  });

  it('keeps the session of a closed payment, because a late payment is matched by it', () => {
    expect(after(unlinked, close(unlinked, expired, AT))).toEqual(closed);
  });
});
