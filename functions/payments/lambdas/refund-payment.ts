import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { idFromKey } from '../../../shared/kernel/ids.ts';
import { accepted } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import { paymentAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { refundPayment } from '../refunds/refund-payment.ts';

const env = readEnv({ TABLE_NAME: text, KEEP_DAYS: wholeNumber });
const refund = refundPayment({
  payments: paymentAggregate(dynamoPaymentStore(documentClient, env.TABLE_NAME), systemClock, env.KEEP_DAYS),
});

export const handler = httpHandler(
  api.refundPayment,
  async ({ path: { orderId }, body: { amount, reason }, idempotencyKey = '', trace }) => {
    const refundId = idFromKey(['refund', orderId], idempotencyKey);
    const command = { orderId, refundId, reason, ...(amount === undefined ? {} : { amount }) };
    return accepted(await refund(command, trace), `../${orderId}`);
  },
);
