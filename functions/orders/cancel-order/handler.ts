import * as z from 'zod';
import { OrderId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { cancelOrder } from './cancel-order.ts';

const CancelOrderRequest = z.strictObject({ reason: z.string().min(1).max(200).optional() });

/** `POST /orders/{orderId}/cancel`. */
export const createHandler = (cancel: ReturnType<typeof cancelOrder>) =>
  httpHandler(
    { auth: 'customer', path: z.object({ orderId: OrderId }), body: CancelOrderRequest },
    async ({ caller, path, body, cause }) => ok(await cancel(caller, path.orderId, body.reason, cause)),
  );
