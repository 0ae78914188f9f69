import { randomBytes } from 'node:crypto';
import { readEnv, text } from '../../../../shared/config/env.ts';
import { cachedSecret } from '../../../../shared/config/secret.ts';
import { dynamoBehaviourStore } from '../adapters/dynamo-behaviour-store.ts';
import { dynamoWebhookEndpointStore } from '../adapters/dynamo-webhook-endpoint-store.ts';
import { merchantApi } from '../merchant-api.ts';
import { createHandler } from './handler.ts';
import { registerWebhookEndpoint } from './register-webhook-endpoint.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });

export const handler = createHandler(
  merchantApi({
    secretKey: cachedSecret(env.GATEWAY_SECRET_KEY_ARN),
    behaviours: dynamoBehaviourStore(env.TABLE_NAME),
  }),
  registerWebhookEndpoint({
    endpoints: dynamoWebhookEndpointStore(env.TABLE_NAME),
    newSecret: () => `whsec_${randomBytes(24).toString('base64')}`,
  }),
);
