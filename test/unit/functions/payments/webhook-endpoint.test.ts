import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { simulatorWebhooks } from '../../../../functions/payments/adapters/simulator-webhooks.ts';
import * as api from '../../../../functions/payments/api.ts';
import type { OwnQueue } from '../../../../functions/payments/domain/webhook.ts';
import { receiveWebhook } from '../../../../functions/payments/receive-webhook.ts';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { ok } from '../../../../shared/http/responses.ts';
import { lambdaContext } from '../../../support/lambda-events.ts';
import { AT, ORDER, SESSION } from '../../../support/payments/world.ts';

const secret = `whsec_${Buffer.from('s'.repeat(32)).toString('base64')}`;
const payload = JSON.stringify({
  type: 'payment.succeeded',
  timestamp: AT,
  data: {
    sessionId: SESSION,
    orderId: ORDER,
    amount: 1000,
    currency: 'EUR',
    metadata: { correlationId: 'corr-1' },
  },
});

const deliver = async (
  body: string,
  options: { readonly signWith?: string; readonly base64?: boolean } = {},
) => {
  const sent: Parameters<OwnQueue['send']>[0][] = [];
  const receive = receiveWebhook({
    verifier: simulatorWebhooks(async () => ({ apiKey: 'k', webhookSecrets: [secret] })),
    queue: { send: async (message) => void sent.push(message) },
    now: () => AT,
    onRejected: () => undefined,
  });
  const handler = httpHandler(api.receiveWebhook, async ({ rawBody, headers, trace }) => {
    await receive(rawBody(), headers, trace);
    return ok({ received: true });
  });
  const at = new Date();
  const signature = new Webhook(options.signWith ?? secret).sign('msg_1', at, body);
  const event = {
    httpMethod: 'POST',
    resource: '/webhooks/payments',
    headers: {
      'Webhook-Id': 'msg_1',
      'Webhook-Timestamp': String(Math.floor(at.getTime() / 1000)),
      'Webhook-Signature': signature,
    },
    body: options.base64 === true ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: options.base64 === true,
    requestContext: {},
  } as unknown as APIGatewayProxyEvent;
  const { statusCode, body: answer } = await handler(event, lambdaContext());
  return { statusCode, json: JSON.parse(answer) as Record<string, unknown>, sent };
};

describe('POST /webhooks/payments', () => {
  it.each([
    ['as text', {}],
    ['as base64', { base64: true }],
  ])('takes a signed webhook that arrives %s', async (_, options) => {
    const { statusCode, sent } = await deliver(payload, options);
    expect(statusCode).toBe(200);
    expect(sent).toMatchObject([{ correlationId: 'corr-1', data: { orderId: ORDER, amount: 1000 } }]);
  });

  it('answers 401 to a forged one, and queues nothing', async () => {
    const forged = `whsec_${Buffer.from('f'.repeat(32)).toString('base64')}`;
    const { statusCode, json, sent } = await deliver(payload, { signWith: forged });
    expect({ statusCode, code: json['code'], sent }).toEqual({
      statusCode: 401,
      code: 'webhook.invalid-signature',
      sent: [],
    });
  });

  it('answers 413 to more than 64 KiB', async () => {
    const { statusCode, sent } = await deliver(payload.padEnd(64 * 1024 + 1));
    expect({ statusCode, sent }).toEqual({ statusCode: 413, sent: [] });
  });

  it('answers 400 to what is signed and is no JSON', async () => {
    expect((await deliver('no json')).statusCode).toBe(400);
  });

  it('answers 200 to what does not concern payments, and queues nothing', async () => {
    const { statusCode, sent } = await deliver('{"type":"payout.paid","data":{}}');
    expect({ statusCode, sent }).toEqual({ statusCode: 200, sent: [] });
  });
});
