import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { accepted } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { hmacCodeSecrets } from '../adapters/code-secrets.ts';
import { dynamoCodeStore } from '../adapters/dynamo-code-store.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { snsTexter } from '../adapters/sns-texter.ts';
import { textNumbersIn } from '../adapters/text-numbers.ts';
import * as api from '../api.ts';
import { sendCode } from '../send-code.ts';

const env = readEnv({
  TABLE_NAME: text,
  MAIL_SENDER: text,
  MAIL_CONFIGURATION_SET: text,
  TEXT_NUMBERS: text,
  CURSOR_SECRET_ARN: text,
});
const send = sendCode({
  contacts: dynamoContactStore(documentClient, env.TABLE_NAME),
  codes: dynamoCodeStore(documentClient, env.TABLE_NAME),
  secrets: hmacCodeSecrets(cachedSecret(env.CURSOR_SECRET_ARN)),
  mailer: sesMailer(env.MAIL_SENDER, env.MAIL_CONFIGURATION_SET),
  texter: snsTexter(),
  textCountries: Object.keys(textNumbersIn(env.TEXT_NUMBERS)),
  now: systemClock,
  pause: jitteredPause,
});

export const handler = httpHandler(api.sendCode, async ({ caller, path: { channel }, trace }) =>
  accepted(await send(caller, channel, trace.correlationId)),
);
