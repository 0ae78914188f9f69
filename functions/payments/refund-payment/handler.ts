import * as z from 'zod/mini';
import { Amount, OrderId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { accepted } from '../../../shared/http/responses.ts';
import type { RefundPayment } from './refund-payment.ts';

/** `{orderId}` of the path. */
const PaymentPath = z.strictObject({ orderId: OrderId });

/** The body: `amount` in minor units, all that is left without it; `reason` is for people. */
const RefundRequest = z.strictObject({
  amount: z.optional(Amount.check(z.minimum(1))),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
});

/** `POST /payments/{orderId}/refunds`. */
export const createHandler = (refundPayment: RefundPayment) =>
  httpHandler(
    { auth: 'admin', path: PaymentPath, body: RefundRequest, idempotencyKey: 'required' },
    async ({ path: { orderId }, body: { amount, reason }, idempotencyKey = '', cause }) => {
      const command = { orderId, idempotencyKey, reason, ...(amount === undefined ? {} : { amount }) };
      return accepted(await refundPayment(command, cause), `/payments/${orderId}`);
    },
  );
