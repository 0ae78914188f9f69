import { randomBytes } from 'node:crypto';
import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { derivedIds } from '../adapters/derived-ids.ts';
import {
  dynamoBehaviourStore,
  dynamoSessionStore,
  dynamoWebhookEndpointStore,
} from '../adapters/dynamo-stores.ts';
import { sessionAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { createSession } from '../create-session.ts';
import { withUrl } from '../domain/session-view.ts';
import { expireSession } from '../expire-session.ts';
import { getSession } from '../get-session.ts';
import { answerMerchant, authenticateMerchant, refundAnswer, sessionAnswer } from '../merchant-api.ts';
import { refundPayment } from '../refund-payment.ts';
import { registerWebhookEndpoint } from '../register-webhook-endpoint.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const secretKey = cachedSecret(env.GATEWAY_SECRET_KEY_ARN);
const behaviours = dynamoBehaviourStore(env.TABLE_NAME);
const store = dynamoSessionStore(env.TABLE_NAME);
const sessions = sessionAggregate(store, systemClock);
const answer = answerMerchant(behaviours);
const merchantOnly = { authenticate: authenticateMerchant(secretKey) };

const create = createSession({
  sessions,
  behaviours,
  sessionIdOf: derivedIds('cs', secretKey),
  now: systemClock,
});
const get = getSession({ sessions: store });
const expire = expireSession({ sessions });
const refund = refundPayment({ sessions, behaviours, refundIdOf: derivedIds('re', secretKey) });
const register = registerWebhookEndpoint({
  endpoints: dynamoWebhookEndpointStore(env.TABLE_NAME),
  newSecret: () => `whsec_${randomBytes(24).toString('base64')}`,
});

const creating = httpHandler(
  api.createSession,
  async ({ body, idempotencyKey = '', baseUrl, trace }) =>
    answer(sessionAnswer(await create(idempotencyKey, body, trace), baseUrl(), trace), trace),
  merchantOnly,
);
const getting = httpHandler(
  api.getSession,
  async ({ path, baseUrl }) => ok(withUrl(await get(path.id), baseUrl())),
  merchantOnly,
);
const expiring = httpHandler(
  api.expireSession,
  async ({ path, baseUrl, trace }) => answer(ok(withUrl(await expire(path.id, trace), baseUrl())), trace),
  merchantOnly,
);
const refunding = httpHandler(
  api.refundPayment,
  async ({ path, body, idempotencyKey = '', trace }) =>
    answer(refundAnswer(await refund(path.id, idempotencyKey, body.amount, trace), trace), trace),
  merchantOnly,
);
const registering = httpHandler(
  api.registerWebhookEndpoint,
  async ({ body }) => ok(await register(body.url, body.rotate)),
  merchantOnly,
);

/** Serves the requests of the merchant's server: sessions, refunds, and the address for webhooks. */
export const handler = handlerByRoute(
  [api.createSession, creating],
  [api.getSession, getting],
  [api.expireSession, expiring],
  [api.refundPayment, refunding],
  [api.registerWebhookEndpoint, registering],
);
