import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { canaryKeyIn } from '../../../functions/ops/adapters/canary-key.ts';
import { httpCanaryShop } from '../../../functions/ops/adapters/http-canary-shop.ts';
import { CANARY_CUSTOMER } from '../../../shared/kernel/caller.ts';
import { signRequest } from '../../../shared/http/signing.ts';
import { callerOf } from '../../../shared/http/signed-requests.ts';
import { untilDeadline } from '../../../shared/outbound.ts';
import { memorySigningPartners } from '../../support/memory/signing-partners.ts';
import { eventOf, newSigningKey } from '../../support/signing.ts';

const keyid = 'orderly-canary-2026-03/k1';
const { privateKey, publicKey } = newSigningKey();
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const secret = JSON.stringify({ keyid, privateKey: pem });
const orderId = '0195f0a0-0000-7000-8000-000000000001';
const order = { orderId, status: 'PENDING', customerId: CANARY_CUSTOMER };

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Starts an API whose responses come from `answer`. Returns the API's address. */
const startApi = async (answer: RequestListener): Promise<string> => {
  const started = createServer(answer);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/v1`;
};
const shopAt = (apiUrl: string) => {
  const signer = canaryKeyIn(secret);
  return httpCanaryShop(apiUrl, (request) => signRequest(request, signer));
};
/** A shop whose API gives this answer to each request. */
const shopAnswering = async (status: number, body: unknown, headers: Record<string, string> = {}) =>
  shopAt(
    await startApi((_, response) => {
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    }),
  );
const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

describe('the shop of the canary', () => {
  it('gets requests that the canary has signed, each with a nonce of its own', async () => {
    const key = { name: 'Canary', publicKey, role: 'customer', customerId: CANARY_CUSTOMER } as const;
    const registered = { registeredAt: '2026-03-01T00:00:00.000Z', registeredBy: 'admin' };
    const partners = memorySigningPartners({
      partnerId: 'orderly-canary-2026-03',
      keys: { k1: { ...key, ...registered } },
    });
    const callers: unknown[] = [];
    const sent: string[] = [];
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { method = '', url = '' } = request;
      const body = await textOf(request);
      const host = `http://${request.headers.host}`;
      const parts = { method, url: `${host}${url}`, ...(body === '' ? {} : { body }) };
      const event = eventOf(parts, request.headers as Record<string, string>, `${host}/v1`);
      const given = { apiUrl: `${host}/v1`, body: Buffer.from(body), partners, now: Date.now() };
      callers.push(await callerOf(event, given));
      sent.push(`${method} ${url} ${String(request.headers['idempotency-key'] ?? '-')} ${body}`.trim());
      response.writeHead(url.endsWith('/orders') ? 202 : 200).end(JSON.stringify({ ...order, available: 7 }));
    };
    const apiUrl = await startApi((request, response) => void answer(request, response));
    const shop = shopAt(apiUrl);
    expect(await shop.available()).toBe(7);
    expect(await shop.place('canary-1')).toEqual({ orderId, status: 'PENDING', hasPaymentLink: false });
    await shop.load(orderId);
    await shop.cancel(orderId);
    expect(sent).toEqual([
      'GET /v1/products/orderly-canary -',
      'POST /v1/orders canary-1 {"items":[{"productId":"orderly-canary","quantity":1}]}',
      `GET /v1/orders/${orderId} -`,
      `POST /v1/orders/${orderId}/cancel -`,
    ]);
    expect(callers).toEqual(sent.map(() => ({ id: CANARY_CUSTOMER, roles: ['customer'] })));
  });

  it('shows whether an order can be paid', async () => {
    const shop = await shopAnswering(200, { ...order, paymentLink: 'https://pay.test/1' });
    expect(await shop.load(orderId)).toMatchObject({ hasPaymentLink: true });
  });

  it('names the correlation id of the response', async () => {
    const shop = await shopAnswering(202, order, { 'x-correlation-id': 'c-7' });
    expect(await shop.place('k')).toMatchObject({ orderId, correlationId: 'c-7' });
  });

  it.each([
    [
      503,
      { code: 'service.unavailable', correlationId: 'c-1' },
      '503 service.unavailable (correlation id c-1)',
    ],
    [401, { code: 'signature.revoked-key', detail: 'text' }, '401 signature.revoked-key'],
    [502, '<html>Bad gateway</html>', '502'],
    [200, order, '200'],
    [202, { orderId }, '202 with a body that the contract does not allow'],
    [202, 'no JSON', '202 with a body that the contract does not allow'],
  ])(
    'names the request and the status %s of an answer that it did not expect: %j',
    async (status, body, text) => {
      const shop = await shopAnswering(status, body);
      await expect(shop.place('k')).rejects.toThrow(new Error(`POST /orders: ${text}`));
    },
  );

  it('follows no redirect, which would send the signature elsewhere', async () => {
    const shop = await shopAnswering(302, '', { location: 'https://elsewhere.test/' });
    await expect(shop.available()).rejects.toThrow(/^GET \/products\/orderly-canary: no answer \(/);
  });

  it('names the cause if the API is down', async () => {
    const apiUrl = await startApi(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    await expect(shopAt(apiUrl).available()).rejects.toThrow(
      /^GET \/products\/orderly-canary: no answer \(.*ECONNREFUSED/,
    );
  });

  it('does not wait for an API that does not answer', async () => {
    const shop = shopAt(await startApi(() => undefined));
    await expect(untilDeadline(Date.now() + 200, () => shop.available())).rejects.toThrow(/no answer \(/);
  });
});

describe('the key of the canary', () => {
  it.each([
    ['a new secret', 'Jx7PqR2sT9uVwXyZ'],
    ['no key', JSON.stringify({ keyid })],
    ['no keyid', JSON.stringify({ privateKey: pem })],
    ['a key that is none', JSON.stringify({ keyid, privateKey: 'secret-text' })],
    ['a public key', JSON.stringify({ keyid, privateKey: publicKey })],
  ])('is missing in %s, and the error does not quote the secret', (_, text) => {
    expect(() => canaryKeyIn(text)).toThrow(new Error('The canary has no key. Run: npm run canary'));
  });
});
