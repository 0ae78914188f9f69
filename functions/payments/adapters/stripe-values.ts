import type Stripe from 'stripe';
import * as z from 'zod/mini';
import { OrderId, storableText } from '../../../shared/events/fields.ts';
import { fromProviderAmount, toProviderAmount } from '../../../shared/kernel/money.ts';
import type { RefundOrder } from '../domain/payment-gateway.ts';
import type { RefundResult } from '../domain/refunds.ts';

/** Converts our minor units to Stripe's units. */
export const toStripeAmount = (amount: number, currency: string): number =>
  toProviderAmount(amount, currency.toUpperCase());

/** Converts Stripe's units to our minor units. Stripe writes currencies in lower case. */
export const fromStripeAmount = (amount: number, currency: string): number =>
  fromProviderAmount(amount, currency.toUpperCase());

/** Converts a time of Stripe, in seconds since 1970, to ISO 8601. */
export const fromStripeTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/**
 * The metadata that this service adds to a refund. Stripe stores it as text. Refunds made elsewhere, for example in
 * Stripe's dashboard, lack it.
 */
export const RefundMetadata = z.object({
  orderId: OrderId,
  refundId: storableText(128),
  attempt: z.pipe(z.string().check(z.regex(/^[1-9]\d{0,5}$/)), z.transform(Number)),
  correlationId: z.catch(z.optional(storableText(128)), undefined),
});

/** The metadata of a new refund. `refundKey` identifies the refund after Stripe has forgotten the idempotency key. */
export const refundMetadata = ({ key, reference }: RefundOrder): Stripe.MetadataParam => ({
  refundKey: key,
  orderId: reference.orderId,
  refundId: reference.refundId,
  attempt: String(reference.attempt),
  correlationId: reference.correlationId,
});

/**
 * Translates the status of a refund. `failed` and `canceled` are final. A refund may first succeed and fail later, if
 * the bank returns the money (docs.stripe.com/refunds, "Failed refunds").
 */
export const refundResultOf = ({
  status,
  failure_reason: why,
}: {
  readonly status?: string | null | undefined;
  readonly failure_reason?: string | null | undefined;
}): Exclude<RefundResult, { readonly outcome: 'refused' }> => {
  if (status === 'succeeded') return { outcome: 'settled' };
  if (status === 'failed' || status === 'canceled') return { outcome: 'failed', reason: why ?? status };
  // The status is `pending` or `requires_action`. Stripe's types allow any text as a status.
  return { outcome: 'taken-on' };
};
