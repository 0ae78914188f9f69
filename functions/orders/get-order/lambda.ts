import { readEnv, text } from '../../../shared/config/env.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { getOrder } from './get-order.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text });

/** `GET /orders/{orderId}`. */
export const handler = createHandler(getOrder({ orders: dynamoOrderStore(documentClient, env.TABLE_NAME) }));
