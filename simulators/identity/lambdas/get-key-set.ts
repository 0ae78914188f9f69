import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { dynamoSigningKeyStore } from '../adapters/dynamo-signing-key-store.ts';
import * as api from '../api.ts';
import { getKeySet } from '../get-key-set.ts';

const env = readEnv({ TABLE_NAME: text });
const get = getKeySet({ signingKeys: dynamoSigningKeyStore(env.TABLE_NAME) });

export const handler = httpHandler(api.getKeySet, async () => ({
  ...ok(await get()),
  headers: { 'cache-control': 'public, max-age=300' },
}));
