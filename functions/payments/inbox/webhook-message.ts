import * as z from 'zod/mini';
import { Amount, CurrencyCode, InstantField, OrderId } from '../../../shared/events/fields.ts';

/** `data` of PaymentWebhookReceived, which payments sends to its own inbox once a webhook's signature is verified. */
export const PaymentWebhookData = z.object({
  outcome: z.enum(['succeeded', 'failed']),
  webhookId: z.string().check(z.minLength(1)),
  orderId: OrderId,
  sessionId: z.exactOptional(z.string().check(z.minLength(1))),
  amount: Amount,
  currency: CurrencyCode,
  paidAt: z.exactOptional(InstantField),
  reason: z.exactOptional(z.string()),
});

/** `data` of RefundWebhookReceived, the same for a webhook about a refund. */
export const RefundWebhookData = z.object({
  outcome: z.enum(['settled', 'failed']),
  webhookId: z.string().check(z.minLength(1)),
  orderId: OrderId,
  refundId: z.string().check(z.minLength(1)),
  attempt: z.int().check(z.minimum(1)),
  amount: Amount,
  currency: CurrencyCode,
  reason: z.exactOptional(z.string()),
});
