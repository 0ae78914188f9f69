import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { providerSecret } from '../../../../../functions/payments/adapters/provider-secret.ts';
import { simulatorWebhooks } from '../../../../../functions/payments/adapters/simulator-webhooks.ts';
import { ORDER, SESSION } from '../../../../support/payments/world.ts';

const secretOf = (text: string) => `whsec_${Buffer.from(text.padEnd(32, '.')).toString('base64')}`;
const current = secretOf('current');
const previous = secretOf('previous');
const stranger = secretOf('stranger');

const body = {
  type: 'payment.succeeded',
  timestamp: '2026-03-01T09:40:00.000Z',
  data: {
    sessionId: SESSION,
    orderId: ORDER,
    amount: 1000,
    currency: 'EUR',
    paidAt: '2026-03-01T09:40:00.000Z',
    metadata: { correlationId: 'corr-1' },
  },
};
const raw = JSON.stringify(body);

/** The headers of a signed webhook (Standard Webhooks specification). `age` is in seconds. */
const signed = (payload: string, secret = current, { id = 'msg_1', age = 0 } = {}) => {
  const at = new Date(Date.now() - age * 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, payload),
  };
};
const verifier = simulatorWebhooks(async () => ({ apiKey: 'k', webhookSecrets: [current, previous] }));
const invalid = { outcome: 'invalid-signature' };

describe('a webhook by the Standard Webhooks specification', () => {
  it('is taken with the current secret, and brings the correlation id of its session', async () => {
    expect(await verifier.verify(raw, signed(raw))).toEqual({
      outcome: 'verified',
      correlationId: 'corr-1',
      report: {
        outcome: 'succeeded',
        webhookId: 'msg_1',
        orderId: ORDER,
        sessionId: SESSION,
        amount: 1000,
        currency: 'EUR',
        paidAt: '2026-03-01T09:40:00.000Z',
      },
    });
  });

  it('is taken with the previous secret while they are changed', async () => {
    expect(await verifier.verify(raw, signed(raw, previous))).toMatchObject({ outcome: 'verified' });
  });

  it('is refused with anybody else’s secret', async () => {
    expect(await verifier.verify(raw, signed(raw, stranger))).toEqual(invalid);
  });

  it('is refused when a byte of its body changed', async () => {
    expect(await verifier.verify(raw.replace('1000', '1'), signed(raw))).toEqual(invalid);
  });

  it.each([
    ['older than 300 seconds', 310],
    ['from more than 300 seconds ahead', -310],
  ])('is refused when it is %s', async (_, age) => {
    expect(await verifier.verify(raw, signed(raw, current, { age }))).toEqual(invalid);
  });

  it('is taken when it is a little late', async () => {
    expect(await verifier.verify(raw, signed(raw, current, { age: 280 }))).toMatchObject({
      outcome: 'verified',
    });
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)(
    'is refused without %s',
    async (name) => {
      const { [name]: _dropped, ...rest } = signed(raw);
      expect(await verifier.verify(raw, rest)).toEqual(invalid);
    },
  );

  it('of another type is ignored', async () => {
    const other = JSON.stringify({ ...body, type: 'payout.paid' });
    expect(await verifier.verify(other, signed(other))).toEqual({ outcome: 'ignored', type: 'payout.paid' });
  });

  it.each([
    ['no JSON', '{'],
    ['no type', '{"data":{}}'],
    ['no order', JSON.stringify({ ...body, data: { ...body.data, orderId: 'x' } })],
    ['a fraction of a cent', JSON.stringify({ ...body, data: { ...body.data, amount: 0.5 } })],
    ['an id that a queue refuses', JSON.stringify({ ...body, data: { ...body.data, sessionId: '\uFFFE' } })],
    ['a reason that a queue refuses', JSON.stringify({ ...body, data: { ...body.data, reason: '\uFFFE' } })],
  ])('that is signed and has %s is malformed', async (_, payload) => {
    expect(await verifier.verify(payload, signed(payload))).toEqual({ outcome: 'malformed' });
  });

  it('of a decline brings its reason', async () => {
    const { paidAt: _paidAt, ...data } = body.data;
    const payload = JSON.stringify({
      ...body,
      type: 'payment.failed',
      data: { ...data, reason: 'card_declined' },
    });
    expect(await verifier.verify(payload, signed(payload))).toMatchObject({
      report: { outcome: 'failed', reason: 'card_declined' },
    });
  });
});

describe("the provider's secret", () => {
  it.each([
    ['{"webhookSecrets":["s-1"]}', 'Missing or wrong: apiKey'],
    ['{"apiKey":"k-1"}', 'Missing or wrong: webhookSecrets'],
    ['{"apiKey":"","webhookSecrets":["s-1","s-2","s-3"]}', 'Missing or wrong: apiKey, webhookSecrets'],
    ['s-1', 'It is no JSON object'],
    ['["s-1"]', 'It is no JSON object'],
  ])('%j is refused with what is wrong, and is not quoted', async (text, wrong) => {
    const refused = await providerSecret(async () => text)().catch((error: unknown) => error as Error);
    expect(refused).toMatchObject({ message: expect.stringContaining(wrong) });
    expect((refused as Error).message).not.toMatch(/[ks]-\d/);
  });

  it.each(['', 'random string', '{}', '{"apiKey":"k","webhookSecrets":[]}'])(
    'that is not configured (%j) is unavailable, and never open',
    async (text) => {
      await expect(
        simulatorWebhooks(providerSecret(async () => text)).verify(raw, signed(raw)),
      ).rejects.toMatchObject({
        kind: 'unavailable',
        code: 'payments.provider-not-configured',
      });
    },
  );
});
