import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoErasureStore } from '../adapters/dynamo-erasure-store.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { sqsErasureTicks, sqsTicks } from '../adapters/sqs-ticks.ts';
import { erasureAggregate, orderAggregate } from '../aggregate.ts';
import { forgetCustomer } from '../forget-customer.ts';
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
  ERASURE_SETTLE_SECONDS: wholeNumber,
  ERASURE_COPIES_DAYS: wholeNumber,
});

const store = dynamoOrderStore(documentClient, env.TABLE_NAME);
const orders = orderAggregate(store, systemClock, env.KEEP_DAYS);

const { reactions, ownMessages } = watchdogReactions(
  watchOrder({
    orders,
    ticks: sqsTicks(env.ORDERS_WATCHDOG_URL, systemClock),
    periods: {
      stockAnswerSeconds: env.STOCK_ANSWER_SECONDS,
      linkAnswerSeconds: env.LINK_ANSWER_SECONDS,
      closureGraceSeconds: env.CLOSURE_GRACE_SECONDS,
      maxTickSeconds: env.MAX_TICK_SECONDS,
    },
    now: systemClock,
  }),
  forgetCustomer({
    erasures: erasureAggregate(
      dynamoErasureStore(documentClient, env.TABLE_NAME),
      systemClock,
      env.ERASURE_COPIES_DAYS,
    ),
    orders,
    store,
    ticks: sqsErasureTicks(env.ORDERS_WATCHDOG_URL, systemClock),
    newId: systemIds,
    now: systemClock,
    settleSeconds: env.ERASURE_SETTLE_SECONDS,
    maxTickSeconds: env.MAX_TICK_SECONDS,
  }),
);

export const handler = inboxHandler('orders-watchdog', reactions, ownMessages);
