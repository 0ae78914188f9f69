import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simulatorPaymentGateway } from '../../../../../functions/payments/adapters/simulator-payment-gateway.ts';

/** Runs a test against a server that answers all requests with this response, or never answers. */
const answering = async (
  reply: { readonly status: number; readonly body: string } | 'never',
  test: (url: string) => Promise<void>,
): Promise<void> => {
  const server = createServer((_request, response) => {
    if (reply !== 'never') response.writeHead(reply.status).end(reply.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
};
const gateway = (url: string, timeoutMs = 2_000) =>
  simulatorPaymentGateway({ url, apiKey: async () => 'sk', timeoutMs });
const reference = { orderId: 'o-1', refundId: 'r', attempt: 1, correlationId: 'c' };
const refund = { key: 'r', sessionId: 'cs_1', amount: 1, currency: 'EUR', reference };

describe("the simulator's gateway", () => {
  it('is unavailable when no answer comes in time', async () => {
    await answering('never', async (url) => {
      await expect(gateway(url, 50).expireSession('cs_1')).rejects.toMatchObject({
        code: 'gateway.no-answer',
      });
    });
  });

  it('is unavailable when nobody is there', async () => {
    await expect(gateway('http://127.0.0.1:1').expireSession('cs_1')).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it.each([
    ['is unavailable when it is throttled', 429, '{"message":"Too Many Requests"}', 'unavailable'],
    ['is unavailable when it fails', 500, '{}', 'unavailable'],
    ['is unavailable when a proxy answers in its place', 502, '<html></html>', 'unavailable'],
    [
      'is unavailable while our key is not the right one',
      401,
      '{"code":"gateway.bad-secret-key"}',
      'unavailable',
    ],
    ['is unavailable when it answers in another form', 200, '{"id":7}', 'unavailable'],
    ['gives up on what does not exist', 404, '{"code":"gateway.session-not-found"}', 'unprocessable'],
  ])('%s', async (_, status, body, kind) => {
    await answering({ status, body }, async (url) => {
      await expect(gateway(url).expireSession('cs_1')).rejects.toMatchObject({ kind });
      await expect(gateway(url).refund(refund)).rejects.toMatchObject({ kind });
    });
  });

  it('refuses for good what it finds malformed', async () => {
    await answering({ status: 400, body: '{"code":"request.invalid"}' }, async (url) => {
      const terms = { orderId: 'o', amount: 1, currency: 'EUR', payBy: '', correlationId: 'c' };
      expect(await gateway(url).createSession(terms)).toEqual({
        outcome: 'refused',
        reason: 'request.invalid',
      });
    });
  });
});
