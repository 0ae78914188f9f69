import { randomBytes } from 'node:crypto';
import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { dynamoWebhookEndpointStore } from '../adapters/dynamo-stores.ts';
import * as api from '../api.ts';
import { authenticateMerchant } from '../merchant-api.ts';
import { registerWebhookEndpoint } from '../register-webhook-endpoint.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const register = registerWebhookEndpoint({
  endpoints: dynamoWebhookEndpointStore(env.TABLE_NAME),
  newSecret: () => `whsec_${randomBytes(24).toString('base64')}`,
});

export const handler = httpHandler(
  api.registerWebhookEndpoint,
  async ({ body }) => ok(await register(body.url, body.rotate)),
  { authenticate: authenticateMerchant(cachedSecret(env.GATEWAY_SECRET_KEY_ARN)) },
);
