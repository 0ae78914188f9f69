import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import * as api from '../api.ts';
import { withUrl } from '../domain/session-view.ts';
import { getSession } from '../get-session.ts';
import { authenticateMerchant } from '../merchant-api.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const get = getSession({ sessions: dynamoSessionStore(env.TABLE_NAME) });

export const handler = httpHandler(
  api.getSession,
  async ({ path, baseUrl }) => ok(withUrl(await get(path.id), baseUrl())),
  { authenticate: authenticateMerchant(cachedSecret(env.GATEWAY_SECRET_KEY_ARN)) },
);
