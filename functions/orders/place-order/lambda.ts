import { readEnv, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { systemIds } from '../../../shared/kernel/ids.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPriceList } from '../adapters/dynamo-price-list.ts';
import { placedEnvelopes } from '../outbox.ts';
import { orders, table } from '../wiring.ts';
import { createHandler } from './handler.ts';
import { placeOrder } from './place-order.ts';

const env = readEnv({ STOCK_BY_SECONDS: wholeNumber });

/** `POST /orders`. */
export const handler = createHandler(
  placeOrder({
    orders,
    prices: dynamoPriceList(documentClient, table),
    toEnvelopes: placedEnvelopes,
    now: systemClock,
    stockBySeconds: env.STOCK_BY_SECONDS,
  }),
  systemIds,
);
