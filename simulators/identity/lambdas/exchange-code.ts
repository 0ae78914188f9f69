import { httpHandler } from '../../../shared/http/http-handler.ts';
import { dynamoCodeStore } from '../adapters/dynamo-code-store.ts';
import { tokenIssuing } from '../adapters/token-issuing.ts';
import * as api from '../api.ts';
import { exchangeCode } from '../exchange-code.ts';
import { answerExchange } from '../token-requests.ts';

const { issuing, table } = tokenIssuing();

export const handler = httpHandler(
  api.exchangeCode,
  answerExchange(exchangeCode({ ...issuing, codes: dynamoCodeStore(table) })),
);
