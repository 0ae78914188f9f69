import { readEnv, text } from '../../../shared/config/env.ts';
import { idFromKey } from '../../../shared/http/idempotency.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import { paymentsOutbox } from '../outbox.ts';
import { createHandler } from './handler.ts';
import { refundPayment } from './refund-payment.ts';

const env = readEnv({ TABLE_NAME: text });

/** `POST /payments/{orderId}/refunds`. */
export const handler = createHandler(
  refundPayment({
    payments: dynamoPaymentStore(documentClient, env.TABLE_NAME),
    toEnvelopes: paymentsOutbox,
    now: systemClock,
    refundIdOf: (orderId, key) => idFromKey(['refund', orderId], key),
  }),
);
