import { readEnv, text } from '../../../../shared/config/env.ts';
import { dynamoSigningKeyStore } from '../adapters/dynamo-signing-key-store.ts';
import { newSigningKey } from '../adapters/jose-keys.ts';
import { agreedKey } from '../domain/signing-key.ts';
import { getKeySet } from './get-key-set.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(
  getKeySet({ signingKey: agreedKey(dynamoSigningKeyStore(env.TABLE_NAME), newSigningKey) }),
);
