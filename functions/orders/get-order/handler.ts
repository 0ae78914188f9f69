import * as z from 'zod/mini';
import { OrderId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { getOrder } from './get-order.ts';

/** `GET /orders/{orderId}`. */
export const createHandler = (get: ReturnType<typeof getOrder>) =>
  httpHandler({ auth: 'customer', path: z.object({ orderId: OrderId }) }, async ({ caller, path }) =>
    ok(await get(caller, path.orderId)),
  );
