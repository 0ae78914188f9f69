import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { sqsTicks } from '../adapters/sqs-ticks.ts';
import { changeOrder } from '../domain/change-order.ts';
import { orderEnvelopes } from '../outbox.ts';
import { watchdogReactions } from '../reactions.ts';
import { watchOrder } from './watch-order.ts';

const env = readEnv({
  TABLE_NAME: text,
  ORDERS_WATCHDOG_URL: text,
  STOCK_ANSWER_SECONDS: wholeNumber,
  LINK_ANSWER_SECONDS: wholeNumber,
  CLOSURE_GRACE_SECONDS: wholeNumber,
  MAX_TICK_SECONDS: wholeNumber,
});

const orders = dynamoOrderStore(documentClient, env.TABLE_NAME);
const watch = watchOrder({
  changeOrder: changeOrder({ orders, toEnvelopes: orderEnvelopes, now: systemClock }),
  ticks: sqsTicks(env.ORDERS_WATCHDOG_URL, systemClock),
  periods: {
    stockAnswerSeconds: env.STOCK_ANSWER_SECONDS,
    linkAnswerSeconds: env.LINK_ANSWER_SECONDS,
    closureGraceSeconds: env.CLOSURE_GRACE_SECONDS,
  },
  now: systemClock,
  maxTickSeconds: env.MAX_TICK_SECONDS,
});

const { reactions, ownMessages } = watchdogReactions(watch);

/** Every order's watchdog: begun by OrderCreated, kept going by its own ticks. */
export const handler = inboxHandler('orders-watchdog', reactions, ownMessages);
