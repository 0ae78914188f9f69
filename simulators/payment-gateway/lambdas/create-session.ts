import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { derivedIds } from '../adapters/derived-ids.ts';
import { dynamoBehaviourStore, dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import { sessionAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { createSession } from '../create-session.ts';
import { answerMerchant, authenticateMerchant, sessionAnswer } from '../merchant-api.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const secretKey = cachedSecret(env.GATEWAY_SECRET_KEY_ARN);
const behaviours = dynamoBehaviourStore(env.TABLE_NAME);
const answer = answerMerchant(behaviours);
const create = createSession({
  sessions: sessionAggregate(dynamoSessionStore(env.TABLE_NAME), systemClock),
  behaviours,
  sessionIdOf: derivedIds('cs', secretKey),
  now: systemClock,
});

export const handler = httpHandler(
  api.createSession,
  async ({ body, idempotencyKey = '', baseUrl, trace }) =>
    answer(sessionAnswer(await create(idempotencyKey, body, trace), baseUrl(), trace), trace),
  { authenticate: authenticateMerchant(secretKey) },
);
