import { optionalNumber, readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { fingerprintOf, systemIds } from '../../../shared/kernel/ids.ts';
import { accepted } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { dynamoPriceList } from '../adapters/dynamo-price-list.ts';
import { orderAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { orderIdsOf } from '../domain/place.ts';
import { placeOrder } from '../place-order.ts';

const env = readEnv({
  TABLE_NAME: text,
  KEEP_DAYS: wholeNumber,
  STOCK_BY_SECONDS: wholeNumber,
  MAX_UNPAID_ORDERS: optionalNumber,
  UNPAID_WITHIN_SECONDS: wholeNumber,
});
const { MAX_UNPAID_ORDERS: maxOrders, UNPAID_WITHIN_SECONDS: withinSeconds } = env;

const store = dynamoOrderStore(documentClient, env.TABLE_NAME);
const place = placeOrder({
  orders: orderAggregate(store, systemClock, env.KEEP_DAYS),
  store,
  prices: dynamoPriceList(documentClient, env.TABLE_NAME),
  now: systemClock,
  stockBySeconds: env.STOCK_BY_SECONDS,
  ...(maxOrders === undefined ? {} : { unpaidLimit: { maxOrders, withinSeconds } }),
});

export const handler = httpHandler(api.placeOrder, async ({ caller, body, idempotencyKey, trace }) => {
  const { items, note } = body;
  const order = await place(
    {
      ...(idempotencyKey === undefined
        ? { orderId: systemIds() }
        : orderIdsOf(caller.id, idempotencyKey, systemClock())),
      customerId: caller.id,
      items,
      ...(note === undefined ? {} : { note }),
      fingerprint: fingerprintOf([items.map((line) => [line.productId, line.quantity]), note ?? null]),
      repeatable: idempotencyKey !== undefined,
    },
    trace,
  );
  return accepted(order, `orders/${order.orderId}`);
});
