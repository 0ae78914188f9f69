import { readEnv, text } from '../../../../shared/config/env.ts';
import { cachedSecret } from '../../../../shared/config/secret.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { dynamoBehaviourStore } from '../adapters/dynamo-behaviour-store.ts';
import { dynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { merchantApi } from '../merchant-api.ts';
import { expireSession } from './expire-session.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });

export const handler = createHandler(
  merchantApi({
    secretKey: cachedSecret(env.GATEWAY_SECRET_KEY_ARN),
    behaviours: dynamoBehaviourStore(env.TABLE_NAME),
  }),
  expireSession({ sessions: dynamoSessionStore(env.TABLE_NAME), now: systemClock }),
);
