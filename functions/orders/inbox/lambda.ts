import { readEnv, wholeNumber } from '../../../shared/config/env.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPriceList } from '../adapters/dynamo-price-list.ts';
import { reactions } from '../reactions.ts';
import { change, table } from '../wiring.ts';

const env = readEnv({ PAYMENT_WINDOW_SECONDS: wholeNumber });

/** What orders reacts to. */
export const handler = inboxHandler(
  'orders-inbox',
  reactions({
    changeOrder: change,
    prices: dynamoPriceList(documentClient, table),
    paymentWindowSeconds: env.PAYMENT_WINDOW_SECONDS,
  }),
);
