import { readEnv, text } from '../../../../shared/config/env.ts';
import { cachedSecret } from '../../../../shared/config/secret.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { dynamoBehaviourStore } from '../adapters/dynamo-behaviour-store.ts';
import { dynamoSessionStore } from '../adapters/dynamo-session-store.ts';
import { derivedIds } from '../adapters/derived-ids.ts';
import { merchantApi } from '../merchant-api.ts';
import { createSession } from './create-session.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const secretKey = cachedSecret(env.GATEWAY_SECRET_KEY_ARN);
const behaviours = dynamoBehaviourStore(env.TABLE_NAME);

export const handler = createHandler(
  merchantApi({ secretKey, behaviours }),
  createSession({
    sessions: dynamoSessionStore(env.TABLE_NAME),
    behaviours,
    sessionIdOf: derivedIds('cs', secretKey),
    now: systemClock,
  }),
);
