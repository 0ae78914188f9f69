import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors } from '../../../shared/http/cursor.ts';
import { orders } from '../wiring.ts';
import { createHandler } from './handler.ts';
import { listOrders } from './list-orders.ts';

const env = readEnv({ CURSOR_SECRET_ARN: text });

/** `GET /orders`. */
export const handler = createHandler(
  listOrders({ orders }),
  hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN)),
);
