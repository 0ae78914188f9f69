import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { dynamoBehaviourStore } from '../adapters/dynamo-stores.ts';
import * as api from '../api.ts';
import { setBehaviour } from '../behaviour.ts';
import { authenticateMerchant } from '../merchant-api.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const set = setBehaviour({ behaviours: dynamoBehaviourStore(env.TABLE_NAME) });

export const handler = httpHandler(api.setBehaviour, async ({ body }) => ok(await set(body)), {
  authenticate: authenticateMerchant(cachedSecret(env.GATEWAY_SECRET_KEY_ARN)),
});
