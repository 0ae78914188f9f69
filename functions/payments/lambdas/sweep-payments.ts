import middy from '@middy/core';
import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { sendMessage } from '../../../shared/messaging/sqs-client.ts';
import { withDeadline } from '../../../shared/outbound.ts';
import { countOnce, logger, nearTimeout } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import { paymentAggregate } from '../aggregate.ts';
import { sweepPayments } from '../refunds/sweep-payments.ts';

const env = readEnv({ TABLE_NAME: text, KEEP_DAYS: wholeNumber, PAYMENTS_INBOX_URL: text });
const store = dynamoPaymentStore(documentClient, env.TABLE_NAME);
const sweep = sweepPayments({
  payments: paymentAggregate(store, systemClock, env.KEEP_DAYS),
  store,
  queue: { send: (message) => sendMessage(env.PAYMENTS_INBOX_URL, message) },
  now: systemClock,
});
const shell = middy().use(nearTimeout());

/**
 * Runs every hour. Without the sweep, lost webhooks about refunds and disputes stay unnoticed. So a failure of the
 * sweep counts in the metric `MoneyAtRisk`. This metric has an alarm.
 */
export const handler = withDeadline(
  shell.handler(async () => {
    try {
      const checks = await sweep();
      if (checks > 0) logger.info('The provider is asked about payments that wait for it', { checks });
    } catch (error) {
      countOnce('MoneyAtRisk', 'payments');
      throw error;
    }
  }),
);
