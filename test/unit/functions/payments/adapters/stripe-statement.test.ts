import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stripePaymentGateway } from '../../../../../functions/payments/adapters/stripe-payment-gateway.ts';
import { ORDER } from '../../../../support/payments/world.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A fake of Stripe's API with one body for each path. */
const stripe = async (bodies: Readonly<Record<string, unknown>>) => {
  const server = createServer((request, response) => {
    const body = bodies[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    const missing = { error: { type: 'invalid_request_error', code: 'resource_missing' } };
    response.end(JSON.stringify(body ?? missing));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return stripePaymentGateway({
    apiKey: async () => 'sk_test_1',
    returnUrl: 'https://shop.example/paid',
    client: { host: '127.0.0.1', port, protocol: 'http' },
  });
};

const listOf = (...data: readonly object[]) => ({ object: 'list', url: '/v1/x', has_more: false, data });
const session = {
  id: 'cs_1',
  object: 'checkout.session',
  client_reference_id: ORDER,
  url: null,
  status: 'complete',
  payment_status: 'paid',
  amount_total: 500_000,
  currency: 'isk',
  created: 1_772_357_400,
  payment_intent: { id: 'pi_1', latest_charge: { id: 'ch_1', created: 1_772_358_000 } },
};
/** The path of the request for the session and its charge. */
const sessionPath = '/v1/checkout/sessions/cs_1?expand[0]=payment_intent.latest_charge';
const refund = {
  object: 'refund',
  amount: 100_000,
  currency: 'isk',
  status: 'succeeded',
  payment_intent: 'pi_1',
};
const dispute = {
  object: 'dispute',
  amount: 300_000,
  currency: 'isk',
  status: 'needs_response',
  reason: 'fraudulent',
  created: 1_772_358_000,
  balance_transactions: [{ amount: -3000 }],
};
const paths = (refunds: readonly object[], disputes: readonly object[]) => ({
  [sessionPath]: session,
  '/v1/refunds?payment_intent=pi_1&limit=100': listOf(...refunds),
  '/v1/disputes?payment_intent=pi_1&limit=100': listOf(...disputes),
});

describe("Stripe's statement of a session", () => {
  it('lists all refunds of its payment intent, in our units, ours with their keys', async () => {
    const gateway = await stripe(
      paths(
        [
          { ...refund, id: 're_1', metadata: { refundKey: 'refund-a' } },
          { ...refund, id: 're_2', metadata: {} },
          { ...refund, id: 're_3', metadata: null, status: 'pending' },
          { ...refund, id: 're_4', metadata: {}, status: 'failed', failure_reason: 'declined' },
        ],
        [],
      ),
    );
    expect(await gateway.statement('cs_1')).toEqual({
      session: {
        id: 'cs_1',
        url: 'https://shop.example/paid',
        status: 'paid',
        amount: 5000,
        currency: 'ISK',
        paidAt: '2026-03-01T09:40:00.000Z',
      },
      refunds: [
        { key: 'refund-a', amount: 1000, result: { outcome: 'settled' } },
        { amount: 1000, result: { outcome: 'settled' } },
        { amount: 1000, result: { outcome: 'taken-on' } },
        { amount: 1000, result: { outcome: 'failed', reason: 'declined' } },
      ],
      disputes: [],
    });
  });

  it.each([
    ['needs_response', 'OPEN'],
    ['under_review', 'OPEN'],
    ['warning_needs_response', 'OPEN'],
    ['appeal_under_review', 'OPEN'],
    ['a_status_of_later', 'OPEN'],
    ['won', 'WON'],
    ['warning_closed', 'WON'],
    ['prevented', 'WON'],
    ['lost', 'LOST'],
  ])('has a dispute that is %s as %s', async (status, ours) => {
    const gateway = await stripe(paths([], [{ ...dispute, id: 'dp_1', status }]));
    expect((await gateway.statement('cs_1')).disputes).toEqual([
      {
        disputeId: 'dp_1',
        amount: 3000,
        status: ours,
        fundsWithdrawn: true,
        reason: 'fraudulent',
        openedAt: '2026-03-01T09:40:00.000Z',
      },
    ]);
  });

  it('knows from the balance whether a dispute has taken money', async () => {
    const gateway = await stripe(
      paths(
        [],
        [
          { ...dispute, id: 'dp_1', balance_transactions: [] },
          { ...dispute, id: 'dp_2', balance_transactions: [{ amount: -3000 }, { amount: 3000 }] },
        ],
      ),
    );
    const { disputes } = await gateway.statement('cs_1');
    expect(disputes.map(({ fundsWithdrawn }) => fundsWithdrawn)).toEqual([false, false]);
  });

  it('has no time of the payment if the session has no charge', async () => {
    const gateway = await stripe({ ...paths([], []), [sessionPath]: { ...session, payment_intent: 'pi_1' } });
    expect((await gateway.statement('cs_1')).session).not.toHaveProperty('paidAt');
  });

  it('of a session that was never paid has neither', async () => {
    const gateway = await stripe({
      [sessionPath]: {
        ...session,
        status: 'open',
        payment_status: 'unpaid',
        payment_intent: null,
      },
    });
    expect(await gateway.statement('cs_1')).toMatchObject({
      session: { status: 'open' },
      refunds: [],
      disputes: [],
    });
  });
});

describe('the order of a payment intent', () => {
  const path = '/v1/checkout/sessions?payment_intent=pi_1&limit=1';

  it('is what the session of the payment intent refers to', async () => {
    const gateway = await stripe({ [path]: listOf(session) });
    expect(await gateway.orderOf('pi_1')).toBe(ORDER);
  });

  it.each([
    ['no session', []],
    ['a session that refers to something else', [{ ...session, client_reference_id: 'cart 7' }]],
    ['a session that refers to nothing', [{ ...session, client_reference_id: null }]],
  ])('does not exist for %s', async (_, sessions) => {
    const gateway = await stripe({ [path]: listOf(...sessions) });
    expect(await gateway.orderOf('pi_1')).toBeUndefined();
  });
});
