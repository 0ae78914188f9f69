import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { dynamoBehaviourStore, dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import { sessionAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { withUrl } from '../domain/session-view.ts';
import { expireSession } from '../expire-session.ts';
import { answerMerchant, authenticateMerchant } from '../merchant-api.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const answer = answerMerchant(dynamoBehaviourStore(env.TABLE_NAME));
const expire = expireSession({
  sessions: sessionAggregate(dynamoSessionStore(env.TABLE_NAME), systemClock),
});

export const handler = httpHandler(
  api.expireSession,
  async ({ path, baseUrl, trace }) => answer(ok(withUrl(await expire(path.id, trace), baseUrl())), trace),
  { authenticate: authenticateMerchant(cachedSecret(env.GATEWAY_SECRET_KEY_ARN)) },
);
