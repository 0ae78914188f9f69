import * as z from 'zod';
import { Amount, CurrencyCode, InstantField, OrderId } from '../../../shared/events/fields.ts';

/** `data` of PaymentWebhookReceived, which payments sends to its own inbox once a webhook's signature is verified. */
export const PaymentWebhookData = z.object({
  outcome: z.enum(['succeeded', 'failed']),
  webhookId: z.string().min(1),
  orderId: OrderId,
  sessionId: z.string().min(1).exactOptional(),
  amount: Amount,
  currency: CurrencyCode,
  paidAt: InstantField.exactOptional(),
  reason: z.string().exactOptional(),
});
