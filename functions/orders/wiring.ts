import { readEnv, text } from '../../shared/config/env.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { documentClient } from '../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from './adapters/dynamo-order-store.ts';
import { changeOrder } from './domain/change-order.ts';
import { orderEnvelopes } from './outbox.ts';

const env = readEnv({ TABLE_NAME: text });

/** The orders of this deployment. */
export const orders = dynamoOrderStore(documentClient, env.TABLE_NAME);

/** The one way in which its functions change an order. */
export const change = changeOrder({ orders, toEnvelopes: orderEnvelopes, now: systemClock });

/** The table's name, for what else is kept in it. */
export const table = env.TABLE_NAME;
