import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { hmacCodeSecrets } from '../adapters/code-secrets.ts';
import { dynamoCodeStore } from '../adapters/dynamo-code-store.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import * as api from '../api.ts';
import { verifyAddress } from '../verify-address.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const verify = verifyAddress({
  contacts: dynamoContactStore(documentClient, env.TABLE_NAME),
  codes: dynamoCodeStore(documentClient, env.TABLE_NAME),
  secrets: hmacCodeSecrets(cachedSecret(env.CURSOR_SECRET_ARN)),
  now: systemClock,
  pause: jitteredPause,
});

export const handler = httpHandler(api.verifyAddress, async ({ caller, path: { channel }, body: { code } }) =>
  ok(await verify(caller, channel, code)),
);
