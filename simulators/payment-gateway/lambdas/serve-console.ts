import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { actInConsole } from '../act-in-console.ts';
import { dynamoBehaviourStore, dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import { sqsWebhookQueue } from '../adapters/sqs-webhook-queue.ts';
import { sessionAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { getBehaviour, setBehaviour } from '../behaviour.ts';
import { withUrl } from '../domain/session-view.ts';
import { authenticateMerchant } from '../merchant-api.ts';

const env = readEnv({ TABLE_NAME: text, WEBHOOK_QUEUE_URL: text, GATEWAY_SECRET_KEY_ARN: text });
const behaviours = dynamoBehaviourStore(env.TABLE_NAME);
const merchantOnly = { authenticate: authenticateMerchant(cachedSecret(env.GATEWAY_SECRET_KEY_ARN)) };

const [get, set] = [getBehaviour({ behaviours }), setBehaviour({ behaviours })];
const act = actInConsole({
  sessions: sessionAggregate(dynamoSessionStore(env.TABLE_NAME), systemClock),
  behaviours,
  webhooks: sqsWebhookQueue(env.WEBHOOK_QUEUE_URL),
  random: Math.random,
});

const getting = httpHandler(api.getBehaviour, async () => ok(await get()), merchantOnly);
const setting = httpHandler(api.setBehaviour, async ({ body }) => ok(await set(body)), merchantOnly);
const acting = httpHandler(
  api.actInConsole,
  async ({ path, body, baseUrl, trace }) => ok(withUrl(await act(path.id, body, trace), baseUrl())),
  merchantOnly,
);

/** Serves what people do in the provider's console, and the settings that make the gateway misbehave. */
export const handler = handlerByRoute(
  [api.getBehaviour, getting],
  [api.setBehaviour, setting],
  [api.actInConsole, acting],
);
