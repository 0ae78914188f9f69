import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { dynamoCodeStore } from '../adapters/dynamo-code-store.ts';
import { tokenIssuing } from '../adapters/token-issuing.ts';
import * as api from '../api.ts';
import { exchangeCode } from '../exchange-code.ts';
import { answerExchange } from '../token-requests.ts';

const env = readEnv({ TABLE_NAME: text });
const codes = dynamoCodeStore(env.TABLE_NAME);

export const handler = httpHandler(
  api.exchangeCode,
  answerExchange(exchangeCode({ ...tokenIssuing(), codes })),
);
