import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import { dynamoSigningKeyStore } from '../adapters/dynamo-signing-key-store.ts';
import { newSigningKey, signClaims } from '../adapters/jose-keys.ts';
import * as api from '../api.ts';
import { agreedKey } from '../token.ts';
import { issueToken } from '../issue-token.ts';

const env = readEnv({ TABLE_NAME: text });
const issue = issueToken({
  signingKey: agreedKey(dynamoSigningKeyStore(env.TABLE_NAME), newSigningKey),
  sign: signClaims,
  now: systemClock,
  newId: systemIds,
});

export const handler = httpHandler(api.issueToken, async ({ body }) => {
  const { sub, roles, email = api.usualEmail(sub), phone_number: phone } = body;
  return ok(
    await issue(sub, [...new Set(roles)], {
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
    }),
  );
});
