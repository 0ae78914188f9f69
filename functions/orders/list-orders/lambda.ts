import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors } from '../../../shared/http/cursor.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { createHandler } from './handler.ts';
import { listOrders } from './list-orders.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });

/** `GET /orders`. */
export const handler = createHandler(
  listOrders({ orders: dynamoOrderStore(documentClient, env.TABLE_NAME) }),
  hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN)),
);
