import * as z from 'zod/mini';
import { ProductId, Quantity } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { fingerprintOf, idFromKey } from '../../../shared/http/idempotency.ts';
import { accepted } from '../../../shared/http/responses.ts';
import type { NewId } from '../../../shared/kernel/ids.ts';
import type { placeOrder } from './place-order.ts';

/** `POST /orders`: 1 to 20 distinct products, 1 to 1,000 of each. */
export const PlaceOrderRequest = z.strictObject({
  items: z.array(z.strictObject({ productId: ProductId, quantity: Quantity })).check(
    z.minLength(1),
    z.maxLength(20),
    z.superRefine((items, context) => {
      const seen = new Set<string>();
      items.forEach(({ productId }, index) => {
        if (seen.has(productId)) {
          context.addIssue({
            code: 'custom',
            path: [index, 'productId'],
            message: 'stands in an earlier line too; order each product in one line',
          });
        }
        seen.add(productId);
      });
    }),
  ),
  note: z.optional(z.string().check(z.maxLength(500))),
});

/** The shell of placing an order: a repeated key finds the id of the first request again. */
export const createHandler = (place: ReturnType<typeof placeOrder>, newId: NewId) =>
  httpHandler(
    { auth: 'customer', body: PlaceOrderRequest, idempotencyKey: 'optional' },
    async ({ caller, body, idempotencyKey, cause }) => {
      const { items, note } = body;
      const order = await place(
        {
          orderId: idempotencyKey === undefined ? newId() : idFromKey(['order', caller.id], idempotencyKey),
          customerId: caller.id,
          items,
          ...(note === undefined ? {} : { note }),
          fingerprint: fingerprintOf([items.map((line) => [line.productId, line.quantity]), note ?? null]),
          repeatable: idempotencyKey !== undefined,
        },
        cause,
      );
      return accepted(order, `/orders/${order.orderId}`);
    },
  );
