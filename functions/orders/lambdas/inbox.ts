import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { dynamoPriceList } from '../adapters/dynamo-price-list.ts';
import { sqsErasureTicks } from '../adapters/sqs-ticks.ts';
import { orderAggregate } from '../aggregate.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({
  TABLE_NAME: text,
  ORDERS_WATCHDOG_URL: text,
  KEEP_DAYS: wholeNumber,
  PAYMENT_WINDOW_SECONDS: wholeNumber,
});

export const handler = inboxHandler(
  'orders-inbox',
  reactions({
    orders: orderAggregate(dynamoOrderStore(documentClient, env.TABLE_NAME), systemClock, env.KEEP_DAYS),
    erasureTicks: sqsErasureTicks(env.ORDERS_WATCHDOG_URL, systemClock),
    prices: dynamoPriceList(documentClient, env.TABLE_NAME),
    paymentWindowSeconds: env.PAYMENT_WINDOW_SECONDS,
  }),
);
