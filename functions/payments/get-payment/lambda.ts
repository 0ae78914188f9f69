import { readEnv, text } from '../../../shared/config/env.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import { getPayment } from './get-payment.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text });

/** `GET /payments/{orderId}`. */
export const handler = createHandler(
  getPayment({ payments: dynamoPaymentStore(documentClient, env.TABLE_NAME) }),
);
