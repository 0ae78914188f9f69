import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { dynamoCodeStore } from '../adapters/dynamo-code-store.ts';
import { randomCode } from '../adapters/node-crypto.ts';
import * as api from '../api.ts';
import { answerSignIn } from '../page/browser-requests.ts';
import { signIn } from '../sign-in.ts';

const env = readEnv({ TABLE_NAME: text, ISSUER: text });
const enter = signIn({
  issuer: env.ISSUER,
  codes: dynamoCodeStore(env.TABLE_NAME),
  newCode: randomCode,
  now: systemClock,
});

export const handler = httpHandler(api.signIn, answerSignIn(env.ISSUER, enter));
