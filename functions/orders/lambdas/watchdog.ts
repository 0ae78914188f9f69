import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { sqsTicks } from '../adapters/sqs-ticks.ts';
import { orderAggregate } from '../aggregate.ts';
import { watchdogReactions } from '../reactions.ts';
import { watchOrder } from '../watch-order.ts';

const env = readEnv({
  TABLE_NAME: text,
  KEEP_DAYS: wholeNumber,
  ORDERS_WATCHDOG_URL: text,
  STOCK_ANSWER_SECONDS: wholeNumber,
  LINK_ANSWER_SECONDS: wholeNumber,
  CLOSURE_GRACE_SECONDS: wholeNumber,
  MAX_TICK_SECONDS: wholeNumber,
});

const { reactions, ownMessages } = watchdogReactions(
  watchOrder({
    orders: orderAggregate(dynamoOrderStore(documentClient, env.TABLE_NAME), systemClock, env.KEEP_DAYS),
    ticks: sqsTicks(env.ORDERS_WATCHDOG_URL, systemClock),
    periods: {
      stockAnswerSeconds: env.STOCK_ANSWER_SECONDS,
      linkAnswerSeconds: env.LINK_ANSWER_SECONDS,
      closureGraceSeconds: env.CLOSURE_GRACE_SECONDS,
      maxTickSeconds: env.MAX_TICK_SECONDS,
    },
    now: systemClock,
  }),
);

export const handler = inboxHandler('orders-watchdog', reactions, ownMessages);
