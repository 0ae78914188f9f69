import { readEnv, text } from '../../../../shared/config/env.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { systemIds } from '../../../../shared/kernel/ids.ts';
import { dynamoSigningKeyStore } from '../adapters/dynamo-signing-key-store.ts';
import { newSigningKey, signClaims } from '../adapters/jose-keys.ts';
import { agreedKey } from '../domain/signing-key.ts';
import { createHandler } from './handler.ts';
import { issueToken } from './issue-token.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(
  issueToken({
    signingKey: agreedKey(dynamoSigningKeyStore(env.TABLE_NAME), newSigningKey),
    sign: signClaims,
    now: systemClock,
    newId: systemIds,
  }),
);
