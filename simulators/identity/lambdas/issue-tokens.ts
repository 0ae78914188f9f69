import * as z from 'zod/mini';
import { json, readEnv, text } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { PublicKey } from '../../../shared/http/issuers.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import { dynamoCodeStore } from '../adapters/dynamo-code-store.ts';
import { signClaims } from '../adapters/node-crypto.ts';
import * as api from '../api.ts';
import { exchangeCode } from '../exchange-code.ts';
import { accessToken, type Issuing } from '../token.ts';
import { answerExchange } from '../token-requests.ts';

const KeyPair = z.strictObject({ publicKey: PublicKey, privateKey: text });
const env = readEnv({ TABLE_NAME: text, ISSUER: text, SIGNING_KEY: json(KeyPair) });
const issuing: Issuing = {
  issuer: env.ISSUER,
  signingKey: env.SIGNING_KEY,
  sign: signClaims,
  now: systemClock,
  newId: systemIds,
};
const codes = dynamoCodeStore(env.TABLE_NAME);

const exchanging = httpHandler(api.exchangeCode, answerExchange(exchangeCode({ ...issuing, codes })));
const issuingToken = httpHandler(api.issueToken, async ({ body }) => {
  const { sub, roles, email = api.usualEmail(sub), phone_number: phone } = body;
  return ok(await accessToken(issuing, { sub, roles: [...new Set(roles)], email, phone }));
});

/** Serves both requests that get tokens: with the code of a sign-in, and without signing in. */
export const handler = handlerByRoute([api.exchangeCode, exchanging], [api.issueToken, issuingToken]);
