import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import { agreedKey, type Issuing } from '../token.ts';
import { dynamoSigningKeyStore } from './dynamo-signing-key-store.ts';
import { newSigningKey, signClaims } from './jose-keys.ts';

/** What the functions that issue tokens have in common, from their environment. */
export const tokenIssuing = (): { readonly issuing: Issuing; readonly table: string } => {
  const env = readEnv({ TABLE_NAME: text, ISSUER: text });
  const issuing = {
    issuer: env.ISSUER,
    signingKey: agreedKey(dynamoSigningKeyStore(env.TABLE_NAME), newSigningKey),
    sign: signClaims,
    now: systemClock,
    newId: systemIds,
  };
  return { issuing, table: env.TABLE_NAME };
};
