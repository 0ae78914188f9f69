import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { createHandler as createSessionHandler } from '../../../functions/simulators/payment-gateway/create-session/handler.ts';
import { createSession } from '../../../functions/simulators/payment-gateway/create-session/create-session.ts';
import { expireSession } from '../../../functions/simulators/payment-gateway/expire-session/expire-session.ts';
import { createHandler as expireHandler } from '../../../functions/simulators/payment-gateway/expire-session/handler.ts';
import { merchantApi } from '../../../functions/simulators/payment-gateway/merchant-api.ts';
import { paySession } from '../../../functions/simulators/payment-gateway/pay-session/pay-session.ts';
import { createHandler as refundHandler } from '../../../functions/simulators/payment-gateway/refund-payment/handler.ts';
import { refundPayment } from '../../../functions/simulators/payment-gateway/refund-payment/refund-payment.ts';
import type { Behaviour } from '../../../functions/simulators/payment-gateway/domain/behaviour.ts';
import { memoryBehaviours, memorySessions, memoryWebhookQueue } from '../memory/payment-gateway-simulator.ts';

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** The simulated payment gateway's own handlers behind a server on the loopback, over memory. */
export const startSimulatorServer = async (apiKey: string) => {
  const now = () => '2026-03-01T09:30:00.000Z';
  const sessions = memorySessions();
  const behaviours = memoryBehaviours();
  const merchant = merchantApi({ secretKey: async () => apiKey, behaviours });
  const pay = paySession({
    sessions,
    behaviours,
    webhooks: memoryWebhookQueue().queue,
    now,
    random: () => 0,
  });
  const routes: readonly (readonly [RegExp, unknown])[] = [
    [
      /^\/gateway\/sessions$/,
      createSessionHandler(
        merchant,
        createSession({ sessions, behaviours, sessionIdOf: async (key) => `cs_${key}`, now }),
      ),
    ],
    [/^\/gateway\/sessions\/([^/]+)\/expire$/, expireHandler(merchant, expireSession({ sessions, now }))],
    [
      /^\/gateway\/sessions\/([^/]+)\/refunds$/,
      refundHandler(
        merchant,
        refundPayment({ sessions, behaviours, refundIdOf: async (key) => `re_${key}`, now }),
      ),
    ],
  ];

  const answer = async (request: IncomingMessage): Promise<APIGatewayProxyResult> => {
    const path = decodeURIComponent(request.url ?? '');
    const body = await bodyOf(request);
    for (const [pattern, handler] of routes) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const event = {
        httpMethod: request.method,
        resource: path,
        headers: request.headers,
        pathParameters: match[1] === undefined ? null : { id: match[1] },
        body: body === '' ? null : body,
        isBase64Encoded: false,
        requestContext: { apiId: 'simulators', stage: 'local' },
      } as unknown as APIGatewayProxyEvent;
      return (handler as Handler)(event, {} as Context);
    }
    return { statusCode: 404, body: '{}' };
  };
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { statusCode, headers, body } = await answer(request);
    response.writeHead(statusCode, headers as Record<string, string>).end(body);
  };
  const server: Server = createServer((request, response) => {
    void reply(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pay: async (sessionId: string) => (await pay(sessionId, 'succeed')).outcome === 'paid',
    misbehave: (behaviour: Behaviour) => behaviours.save(behaviour),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
