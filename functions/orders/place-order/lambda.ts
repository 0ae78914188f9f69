import { optionalNumber, readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { dynamoPriceList } from '../adapters/dynamo-price-list.ts';
import { placedEnvelopes } from '../outbox.ts';
import { createHandler } from './handler.ts';
import { placeOrder } from './place-order.ts';

const env = readEnv({
  TABLE_NAME: text,
  STOCK_BY_SECONDS: wholeNumber,
  MAX_UNPAID_ORDERS: optionalNumber,
  UNPAID_WITHIN_SECONDS: wholeNumber,
});
const { MAX_UNPAID_ORDERS: maxOrders, UNPAID_WITHIN_SECONDS: withinSeconds } = env;

/** `POST /orders`. */
export const handler = createHandler(
  placeOrder({
    orders: dynamoOrderStore(documentClient, env.TABLE_NAME),
    prices: dynamoPriceList(documentClient, env.TABLE_NAME),
    toEnvelopes: placedEnvelopes,
    now: systemClock,
    stockBySeconds: env.STOCK_BY_SECONDS,
    ...(maxOrders === undefined ? {} : { unpaidLimit: { maxOrders, withinSeconds } }),
  }),
  systemIds,
);
