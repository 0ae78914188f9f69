import { optionalText, readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { dynamoSessionStore } from '../adapters/dynamo-stores.ts';
import * as api from '../api.ts';
import { findPayableSession } from '../get-session.ts';
import { showPage } from '../page/payer-requests.ts';

const env = readEnv({ TABLE_NAME: text, ORDERS_URL: optionalText });

export const handler = httpHandler(
  api.showPaymentPage,
  showPage(findPayableSession({ sessions: dynamoSessionStore(env.TABLE_NAME) }), env.ORDERS_URL),
);
