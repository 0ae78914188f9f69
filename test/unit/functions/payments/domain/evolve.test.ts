import { describe, expect, it } from '@jest/globals';
import { evolve, type PaymentEvent } from '../../../../../functions/payments/domain/payment-event.ts';
import type { Payment } from '../../../../../functions/payments/domain/payment.ts';
import {
  captured,
  closed,
  disputed,
  failed,
  pending,
  refundEntry,
  session,
  tombstone,
  unlinked,
  withRefunds,
} from '../../../../support/payments/samples.ts';
import { AT } from '../../../../support/payments/world.ts';

const { status: _status, ...terms } = unlinked;
const attempt = { refundId: 'r', attempt: 1 };

/**
 * All events except CustomerForgotten. CustomerForgotten is tested separately, because it changes the customer's id,
 * and no other event changes a field of `terms`.
 */
const events: {
  readonly [Type in Exclude<PaymentEvent['type'], 'CustomerForgotten'>]: Extract<
    PaymentEvent,
    { readonly type: Type }
  >;
} = {
  PaymentLinkCreated: { type: 'PaymentLinkCreated', session },
  PaymentSucceeded: { type: 'PaymentSucceeded', session, capturedAt: AT },
  PaymentFailed: { type: 'PaymentFailed', declineId: 'msg_9', reason: 'card_declined' },
  PaymentClosed: { type: 'PaymentClosed', session, at: AT },
  RefundAccepted: { type: 'RefundAccepted', refund: refundEntry({ refundId: 's' }) },
  AutomaticRefundOpened: { type: 'AutomaticRefundOpened', refund: refundEntry({ refundId: 's' }) },
  RefundTakenOn: { type: 'RefundTakenOn', ...attempt },
  RefundCompleted: { type: 'RefundCompleted', ...attempt, amount: 400, reason: 'broken' },
  RefundFailed: { type: 'RefundFailed', ...attempt, amount: 400, failure: 'expired_card' },
  OutsideRecorded: { type: 'OutsideRecorded', outside: disputed.outside },
  RefundedOutside: { type: 'RefundedOutside', amount: 400, revision: 1, reason: 'refunded-at-provider' },
  OutsideRefundReturned: { type: 'OutsideRefundReturned', amount: 400, revision: 2 },
  PaymentDisputed: { type: 'PaymentDisputed', dispute: disputed.outside.disputes[0] },
  ProviderAsked: { type: 'ProviderAsked', at: AT },
};
const payments: readonly Payment[] = [
  unlinked,
  pending,
  failed,
  closed,
  captured,
  disputed,
  withRefunds(refundEntry({ refundId: 'r', requestedAmount: 400 })),
];

describe('a payment whose customer is forgotten', () => {
  it('has the pseudonym in place of the customer, and everything else as before, in every status', () => {
    for (const payment of [...payments, tombstone]) {
      const next = evolve(payment, { type: 'CustomerForgotten', pseudonym: 'erased-1' });
      expect(next).toEqual({ ...payment, customerId: 'erased-1' });
    }
  });
});

describe('a payment', () => {
  it.each(Object.entries(events))(
    'keeps its terms and its session through %s, in every status',
    (_, event) => {
      for (const payment of payments) {
        const next = evolve(payment, event);
        expect(next).toMatchObject(terms);
        if ('session' in payment) expect(next).toMatchObject({ session });
      }
    },
  );

  it.each(Object.entries(events))('keeps what was asked for of a refund through %s', (_, event) => {
    const refund = refundEntry({ refundId: 'r', requestedAmount: 400 });
    const { status: _of, ...asked } = refund;
    const next = evolve(withRefunds(refund), event);
    expect(next).toMatchObject({ refunds: expect.arrayContaining([expect.objectContaining(asked)]) });
  });

  it.each(Object.entries(events))('keeps fields that are added later through %s', (_, event) => {
    for (const payment of payments) {
      const extended = { ...payment, added: 'later' };
      expect(evolve(extended, event)).toMatchObject({ added: 'later' });
    }
    const refund = { ...refundEntry({ refundId: 'r' }), added: 'later' };
    expect(evolve(withRefunds(refund), event)).toMatchObject({
      refunds: expect.arrayContaining([expect.objectContaining({ refundId: 'r', added: 'later' })]),
    });
  });

  it.each(Object.entries(events))('that is a tombstone stays one through %s', (_, event) => {
    expect(evolve(tombstone, event)).toEqual(tombstone);
  });
});
