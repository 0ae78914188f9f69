import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { derivedIds } from '../adapters/derived-ids.ts';
import { dynamoBehaviourStore, dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import { sessionAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { answerMerchant, authenticateMerchant, refundAnswer } from '../merchant-api.ts';
import { refundPayment } from '../refund-payment.ts';

const env = readEnv({ TABLE_NAME: text, GATEWAY_SECRET_KEY_ARN: text });
const secretKey = cachedSecret(env.GATEWAY_SECRET_KEY_ARN);
const behaviours = dynamoBehaviourStore(env.TABLE_NAME);
const answer = answerMerchant(behaviours);
const refund = refundPayment({
  sessions: sessionAggregate(dynamoSessionStore(env.TABLE_NAME), systemClock),
  behaviours,
  refundIdOf: derivedIds('re', secretKey),
});

export const handler = httpHandler(
  api.refundPayment,
  async ({ path, body, idempotencyKey = '', trace }) =>
    answer(refundAnswer(await refund(path.id, idempotencyKey, body.amount, trace), trace), trace),
  { authenticate: authenticateMerchant(secretKey) },
);
