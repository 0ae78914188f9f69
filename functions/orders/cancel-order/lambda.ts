import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { changeOrder } from '../domain/change-order.ts';
import { orderEnvelopes } from '../outbox.ts';
import { cancelOrder } from './cancel-order.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text });
const orders = dynamoOrderStore(documentClient, env.TABLE_NAME);

/** `POST /orders/{orderId}/cancel`. */
export const handler = createHandler(
  cancelOrder({ changeOrder: changeOrder({ orders, toEnvelopes: orderEnvelopes, now: systemClock }) }),
);
