import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { stripeWebhooks } from '../../../../../functions/payments/adapters/stripe-webhooks.ts';
import { AUTO, ORDER } from '../../../../support/payments/world.ts';

const verifier = stripeWebhooks(async () => ({ apiKey: 'k', webhookSecrets: ['whsec_1'] }));
const metadata = {
  refundKey: `${AUTO}#2`,
  orderId: ORDER,
  refundId: AUTO,
  attempt: '2',
  correlationId: 'corr-1',
};
const refund = {
  id: 're_1',
  object: 'refund',
  amount: 1000,
  currency: 'eur',
  payment_intent: 'pi_1',
  status: 'succeeded',
  metadata,
};

/** Delivers a webhook event about the refund, with a signature like that of Stripe. */
const deliver = (type: string, changes: Readonly<Record<string, unknown>> = {}) => {
  const object = { ...refund, ...changes };
  const payload = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type,
    created: 1_772_358_000,
    data: { object },
  });
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: 'whsec_1', timestamp });
  return verifier.verify(payload, { 'stripe-signature': signature });
};
const report = {
  webhookId: 'evt_1',
  orderId: ORDER,
  refundId: AUTO,
  attempt: 2,
  amount: 1000,
  currency: 'EUR',
};

describe("Stripe's webhook about a refund", () => {
  it('that has settled names our refund and its attempt', async () => {
    expect(await deliver('refund.updated')).toEqual({
      outcome: 'refund-verified',
      correlationId: 'corr-1',
      report: { ...report, outcome: 'settled' },
    });
  });

  it.each([
    ['refund.failed', 'failed', 'expired_or_canceled_card', 'expired_or_canceled_card'],
    ['refund.updated', 'failed', 'unknown', 'unknown'],
    ['charge.refund.updated', 'failed', undefined, 'failed'],
    ['refund.updated', 'canceled', undefined, 'canceled'],
  ])('%s of one that %s says why', async (type, status, failure_reason, reason) => {
    expect(await deliver(type, { status, failure_reason })).toMatchObject({
      outcome: 'refund-verified',
      report: { ...report, outcome: 'failed', reason },
    });
  });

  it.each([
    ['is still under way', { status: 'pending' }],
    ['waits for the customer', { status: 'requires_action' }],
    [
      'somebody made in the dashboard, for a charge without a payment intent',
      { metadata: {}, payment_intent: null },
    ],
  ])('that %s is ignored', async (_, changes) => {
    expect(await deliver('refund.updated', changes)).toMatchObject({ outcome: 'ignored' });
  });

  const moved = { outcome: 'money-moved', report: { webhookId: 'evt_1', paymentId: 'pi_1' } };

  it.each([
    ['somebody made in the dashboard', { metadata: {} }],
    ['has no metadata at all', { metadata: null }],
    ['bears an attempt that is no number of ours', { metadata: { ...metadata, attempt: '0' } }],
    ['is under way and was made elsewhere', { metadata: {}, status: 'pending' }],
    ['names the payment intent as an object', { metadata: {}, payment_intent: { id: 'pi_1' } }],
  ])('that %s names the payment intent', async (_, changes) => {
    for (const type of ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated']) {
      expect(await deliver(type, changes)).toEqual(moved);
    }
  });

  it.each([
    ['charge.refunded', 'charge'],
    ['charge.dispute.created', 'dispute'],
    ['charge.dispute.updated', 'dispute'],
    ['charge.dispute.funds_withdrawn', 'dispute'],
    ['charge.dispute.funds_reinstated', 'dispute'],
    ['charge.dispute.closed', 'dispute'],
  ])('%s names the payment intent', async (type, object) => {
    expect(await deliver(type, { object, id: 'x_1', metadata: {} })).toEqual(moved);
    expect(await deliver(type, { object, payment_intent: null })).toMatchObject({ outcome: 'ignored' });
  });

  it('counts a currency as Stripe does, in hundredths where ISO has none', async () => {
    expect(await deliver('refund.updated', { amount: 500_000, currency: 'isk' })).toMatchObject({
      report: { amount: 5000, currency: 'ISK' },
    });
  });
});
