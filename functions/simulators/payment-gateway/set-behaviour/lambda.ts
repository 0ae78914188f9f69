import { readEnv, text } from '../../../../shared/config/env.ts';
import { cachedSecret } from '../../../../shared/config/secret.ts';
import { dynamoBehaviourStore } from '../adapters/dynamo-behaviour-store.ts';
import { merchantApi } from '../merchant-api.ts';
import { createHandler } from './handler.ts';
import { setBehaviour } from './set-behaviour.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const behaviours = dynamoBehaviourStore(env.TABLE_NAME);

export const handler = createHandler(
  merchantApi({ secretKey: cachedSecret(env.GATEWAY_SECRET_KEY_ARN), behaviours }),
  setBehaviour({ behaviours }),
);
