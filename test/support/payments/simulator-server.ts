import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { actInConsole } from '../../../simulators/payment-gateway/act-in-console.ts';
import { sessionAggregate } from '../../../simulators/payment-gateway/aggregate.ts';
import * as api from '../../../simulators/payment-gateway/api.ts';
import { createSession } from '../../../simulators/payment-gateway/create-session.ts';
import type { ConsoleAction } from '../../../simulators/payment-gateway/domain/console.ts';
import { expireSession } from '../../../simulators/payment-gateway/expire-session.ts';
import { getSession } from '../../../simulators/payment-gateway/get-session.ts';
import {
  answerMerchant,
  authenticateMerchant,
  refundAnswer,
  sessionAnswer,
} from '../../../simulators/payment-gateway/merchant-api.ts';
import { paySession } from '../../../simulators/payment-gateway/pay-session.ts';
import { refundPayment } from '../../../simulators/payment-gateway/refund-payment.ts';
import type { Behaviour } from '../../../simulators/payment-gateway/domain/behaviour.ts';
import { withUrl } from '../../../simulators/payment-gateway/domain/session-view.ts';
import { memoryBehaviours, memorySessions, memoryWebhookQueue } from '../memory/payment-gateway-simulator.ts';
import { lambdaContext } from '../lambda-events.ts';

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/** Starts the simulated payment gateway on a loopback server, with stores in memory. */
export const startSimulatorServer = async (apiKey: string) => {
  const now = () => '2026-03-01T09:30:00.000Z';
  const trace = { correlationId: 'payer', causationId: 'payer' };
  const memory = memorySessions();
  const sessions = sessionAggregate(memory, now);
  const behaviours = memoryBehaviours();
  const create = createSession({ sessions, behaviours, sessionIdOf: async (key) => `cs_${key}`, now });
  const expire = expireSession({ sessions });
  const show = getSession({ sessions: memory });
  const refund = refundPayment({ sessions, behaviours, refundIdOf: async (key) => `re_${key}` });
  const sending = { sessions, behaviours, webhooks: memoryWebhookQueue().queue, random: () => 0 };
  const pay = paySession(sending);
  const act = actInConsole(sending);
  const answerTo = answerMerchant(behaviours);
  const merchant = { authenticate: authenticateMerchant(async () => apiKey) };
  const routes: readonly (readonly [RegExp, unknown])[] = [
    [
      /^\/gateway\/sessions$/,
      httpHandler(
        api.createSession,
        async ({ body, idempotencyKey = '', baseUrl, trace }) =>
          answerTo(sessionAnswer(await create(idempotencyKey, body, trace), baseUrl(), trace), trace),
        merchant,
      ),
    ],
    [
      /^\/gateway\/sessions\/([^/]+)\/expire$/,
      httpHandler(
        api.expireSession,
        async ({ path, baseUrl, trace }) =>
          answerTo(ok(withUrl(await expire(path.id, trace), baseUrl())), trace),
        merchant,
      ),
    ],
    [
      /^\/gateway\/sessions\/([^/]+)$/,
      httpHandler(
        api.getSession,
        async ({ path, baseUrl }) => ok(withUrl(await show(path.id), baseUrl())),
        merchant,
      ),
    ],
    [
      /^\/gateway\/sessions\/([^/]+)\/refunds$/,
      httpHandler(
        api.refundPayment,
        async ({ path, body, idempotencyKey = '', trace }) =>
          answerTo(refundAnswer(await refund(path.id, idempotencyKey, body.amount, trace), trace), trace),
        merchant,
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
      return (handler as Handler)(event, lambdaContext());
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
    pay: async (sessionId: string) => (await pay(sessionId, 'succeed', trace)).outcome === 'paid',
    /** Acts as a person in the gateway's console, or as the bank. */
    console: async (sessionId: string, command: ConsoleAction) => void (await act(sessionId, command, trace)),
    misbehave: (behaviour: Behaviour) => behaviours.save(behaviour),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
