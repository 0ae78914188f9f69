import * as z from 'zod/mini';
import { OrderId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { cancelOrder } from './cancel-order.ts';

const CancelOrderRequest = z.strictObject({
  reason: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});

/** `POST /orders/{orderId}/cancel`. */
export const createHandler = (cancel: ReturnType<typeof cancelOrder>) =>
  httpHandler(
    { auth: 'customer', path: z.object({ orderId: OrderId }), body: CancelOrderRequest },
    async ({ caller, path, body, cause }) => ok(await cancel(caller, path.orderId, body.reason, cause)),
  );
