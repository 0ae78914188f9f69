import type Stripe from 'stripe';
import * as z from 'zod/mini';
import { OrderId } from '../../../shared/events/fields.ts';
import type { RefundOrder } from '../domain/payment-gateway.ts';
import type { RefundResult } from '../domain/refunds.ts';

/** What we write on a refund at Stripe: text, as all metadata is. Refunds of other origin lack it. */
export const RefundMetadata = z.object({
  orderId: OrderId,
  refundId: z.string().check(z.minLength(1), z.maxLength(128)),
  attempt: z.pipe(z.string().check(z.regex(/^[1-9]\d{0,5}$/)), z.transform(Number)),
  correlationId: z.catch(z.optional(z.string().check(z.minLength(1), z.maxLength(128))), undefined),
});

/** The metadata of a refund. `refundKey` finds it again after Stripe has forgotten the idempotency key. */
export const refundMetadata = ({ key, reference }: RefundOrder): Stripe.MetadataParam => ({
  refundKey: key,
  orderId: reference.orderId,
  refundId: reference.refundId,
  attempt: String(reference.attempt),
  correlationId: reference.correlationId,
});

/**
 * How a refund at Stripe stands. It may succeed and fail afterwards, when the bank sends the money back
 * (docs.stripe.com/refunds, "Failed refunds"); failed and canceled ones stay so.
 */
export const refundResultOf = ({
  status,
  failure_reason: why,
}: Stripe.Refund): Exclude<RefundResult, { readonly outcome: 'refused' }> => {
  if (status === 'succeeded') return { outcome: 'settled' };
  if (status === 'failed' || status === 'canceled') return { outcome: 'failed', reason: why ?? status };
  // `pending` and `requires_action`; Stripe types it as any text.
  return { outcome: 'taken-on' };
};
