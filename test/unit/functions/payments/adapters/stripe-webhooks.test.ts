import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { stripeWebhooks } from '../../../../../functions/payments/adapters/stripe-webhooks.ts';
import { ORDER } from '../../../../support/payments/world.ts';

const verifier = stripeWebhooks(async () => ({ apiKey: 'k', webhookSecrets: ['whsec_new', 'whsec_old'] }));
const completed = {
  id: 'evt_1',
  object: 'event',
  type: 'checkout.session.completed',
  created: 1_772_358_000,
  data: {
    object: {
      id: 'cs_test_1',
      amount_total: 1000,
      currency: 'eur',
      payment_status: 'paid',
      metadata: { orderId: ORDER, correlationId: 'corr-1' },
    },
  },
};
const changed = (object: Record<string, unknown>, type = completed.type) => ({
  ...completed,
  type,
  data: { object: { ...completed.data.object, ...object } },
});
const deliver = (event: unknown, { secret = 'whsec_new', age = 0 } = {}) => {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  const timestamp = Math.floor(Date.now() / 1000) - age;
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  return verifier.verify(payload, { 'stripe-signature': signature });
};
const invalid = { outcome: 'invalid-signature' };

describe("a webhook by Stripe's scheme", () => {
  it.each(['whsec_new', 'whsec_old'])('is taken with the secret %s', async (secret) => {
    expect(await deliver(completed, { secret })).toEqual({
      outcome: 'verified',
      correlationId: 'corr-1',
      report: {
        outcome: 'succeeded',
        webhookId: 'evt_1',
        orderId: ORDER,
        sessionId: 'cs_test_1',
        amount: 1000,
        currency: 'EUR',
        paidAt: '2026-03-01T09:40:00.000Z',
      },
    });
  });

  it('is refused with another secret, when it is too old, and without a signature', async () => {
    expect(await deliver(completed, { secret: 'whsec_stranger' })).toEqual(invalid);
    expect(await deliver(completed, { age: 310 })).toEqual(invalid);
    expect(await verifier.verify(JSON.stringify(completed), {})).toEqual(invalid);
  });

  it('of a decline names only the order', async () => {
    const decline = changed(
      { amount: 1000, last_payment_error: { decline_code: 'insufficient_funds' } },
      'payment_intent.payment_failed',
    );
    const verified = await deliver(decline);
    expect(verified).toMatchObject({
      report: { outcome: 'failed', reason: 'insufficient_funds', amount: 1000 },
    });
    expect(verified).not.toHaveProperty('report.sessionId');
  });

  it.each([
    ['of another type', changed({}, 'payout.paid')],
    ['of a session that is not paid yet', changed({ payment_status: 'unpaid' })],
    ['of somebody else’s session in the same account', changed({ metadata: {} })],
  ])('%s is ignored', async (_, event) => {
    expect(await deliver(event)).toMatchObject({ outcome: 'ignored' });
  });

  it.each([
    ['no JSON', '{'],
    ['no amount', changed({ amount_total: null })],
    ['null instead of an event', null],
    ['a text instead of an event', '"paid"'],
    ['no object', { ...completed, data: undefined }],
    ['null as its object', { ...completed, data: { object: null } }],
    ['no id', { ...completed, id: undefined }],
    ['an id that is too long for the ids of events', { ...completed, id: 'e'.repeat(151) }],
    ['no time', { ...completed, created: undefined }],
    ['a time that no calendar has', { ...completed, created: 1e300 }],
    ['a session without an id', changed({ id: null })],
    ['a text as its amount', changed({ amount_total: '1000' })],
    ['a negative amount', changed({ amount_total: -1 })],
    ['an amount above all others', changed({ amount_total: 1e15 })],
    ['an amount that is no whole number of our units', changed({ currency: 'isk', amount_total: 50 })],
    ['a number as its currency', changed({ currency: 978 })],
    ['no currency of three letters', changed({ currency: 'euro' })],
    [
      'a number as the cause of a decline',
      changed({ last_payment_error: 7 }, 'payment_intent.payment_failed'),
    ],
    ['a dispute of no object', { ...completed, type: 'charge.dispute.created', data: {} }],
    ['a number as the payment of a dispute', changed({ payment_intent: 7 }, 'charge.dispute.created')],
    ['a list as the payment of a refund', changed({ payment_intent: [] }, 'refund.updated')],
  ])('that is signed and has %s is malformed', async (_, event) => {
    expect(await deliver(event)).toEqual({ outcome: 'malformed' });
  });

  it('of a dispute that names no payment is ignored', async () => {
    expect(await deliver(changed({}, 'charge.dispute.created'))).toMatchObject({ outcome: 'ignored' });
  });

  it('brings no correlation id that a queue would refuse', async () => {
    const metadata = { orderId: ORDER, correlationId: 'a\uFFFEb' };
    expect(await deliver(changed({ metadata }))).toEqual({
      outcome: 'verified',
      report: expect.objectContaining({ orderId: ORDER }),
    });
  });

  it('counts a currency as Stripe does, in hundredths where ISO has none', async () => {
    expect(await deliver(changed({ currency: 'isk', amount_total: 500_000 }))).toMatchObject({
      report: { amount: 5000, currency: 'ISK' },
    });
  });
});
