import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import {
  deliveryUrl,
  standardWebhookSender,
} from '../../../../simulators/payment-gateway/adapters/standard-webhook-sender.ts';
import type { Delivery } from '../../../../simulators/payment-gateway/domain/delivery.ts';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const delivery: Delivery = {
  attempt: 1,
  forged: false,
  webhook: {
    id: 'msg_1',
    body: {
      type: 'payment.succeeded',
      timestamp: '2026-03-01T09:30:00.000Z',
      data: { sessionId: 'cs_1', orderId: 'o-ü', amount: 1000, currency: 'EUR', metadata: {} },
    },
  },
};

/** Posts a webhook to a loopback server that responds with `status`. Returns the outcome and the received requests. */
const postTo = async (status: number, sent: Delivery) => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, { location: '/elsewhere', connection: 'close' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const outcome = await standardWebhookSender({ emulator: undefined }).post({ url, secret }, sent);
  server.close();
  return { outcome, received };
};
const verify = ({ headers, body }: { headers: IncomingHttpHeaders; body: string }) =>
  new Verifier(secret).verify(body, headers as Record<string, string>);

describe('The sender of webhooks', () => {
  it('signs by the Standard Webhooks specification', async () => {
    const { outcome, received } = await postTo(200, delivery);
    expect(outcome).toEqual({ delivered: true });
    expect(received).toHaveLength(1);
    expect(received[0]?.headers['webhook-id']).toBe('msg_1');
    expect(verify(received[0]!)).toEqual(delivery.webhook.body);
  });

  it('gives a forgery a signature that does not verify', async () => {
    const { received } = await postTo(401, { ...delivery, forged: true });
    expect(() => verify(received[0]!)).toThrow('No matching signature');
  });

  it.each([302, 401, 503])('counts %i as not delivered', async (status) => {
    const { outcome, received } = await postTo(status, delivery);
    expect(outcome).toMatchObject({ delivered: false, code: `webhook.status-${status}` });
    expect(received).toHaveLength(1);
  });

  it('reports a server that is not there', async () => {
    const sender = standardWebhookSender({ emulator: undefined });
    expect(await sender.post({ url: 'http://127.0.0.1:9/', secret }, delivery)).toMatchObject({
      delivered: false,
      code: 'webhook.unreachable',
    });
  });

  it('reaches an API beside an emulator by the address that functions know', () => {
    const inside = 'http://172.17.0.2:4566';
    const path = '/_aws/execute-api/abc/local/webhooks/payments';
    expect(deliveryUrl(`http://localhost:4566${path}`, inside)).toBe(`${inside}${path}`);
    expect(deliveryUrl('https://abc.execute-api.us-east-1.amazonaws.com/local/x', inside)).toBe(
      `${inside}/_aws/execute-api/abc/local/x`,
    );
    expect(deliveryUrl('http://127.0.0.1:9999/hook', inside)).toBe('http://127.0.0.1:9999/hook');
    expect(deliveryUrl(`https://shop.example${path}`, undefined)).toBe(`https://shop.example${path}`);
  });
});
