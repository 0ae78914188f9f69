import { readEnv } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { cacheable } from '../../../shared/http/responses.ts';
import { publicKey } from '../adapters/configured-key.ts';
import * as api from '../api.ts';
import { keySetOf } from '../key-set.ts';

const env = readEnv({ PUBLIC_KEY: publicKey });

export const handler = httpHandler(api.getKeySet, () => cacheable(keySetOf(env.PUBLIC_KEY), 300));
