import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import * as api from '../api.ts';
import { getPayment } from '../get-payment.ts';

const env = readEnv({ TABLE_NAME: text });
const get = getPayment({ payments: dynamoPaymentStore(documentClient, env.TABLE_NAME) });

export const handler = httpHandler(api.getPayment, async ({ caller, path }) =>
  ok(await get(caller, path.orderId)),
);
