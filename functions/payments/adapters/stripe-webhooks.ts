import Stripe from 'stripe';
import * as z from 'zod/mini';
import { OrderId } from '../../../shared/events/fields.ts';
import type { PaymentReport, WebhookVerification, WebhookVerifier } from '../domain/webhook.ts';
import type { ProviderSecret } from './provider-secret.ts';
import { fromStripeAmount, fromStripeTime } from './stripe-money.ts';
import { RefundMetadata, refundResultOf } from './stripe-refund.ts';

/** The largest age of a signature, in seconds. */
const TOLERANCE_SECONDS = 300;

/** The metadata that this service adds to a session and its payment. Objects that were made elsewhere lack it. */
const Metadata = z.object({
  orderId: OrderId,
  correlationId: z.catch(z.optional(z.string().check(z.minLength(1), z.maxLength(128))), undefined),
});

/** Verifies webhooks by Stripe's scheme (header `Stripe-Signature`). Accepts the current and the previous secret. */
export const stripeWebhooks = (secret: () => Promise<ProviderSecret>): WebhookVerifier => ({
  verify: async (rawBody, headers) => {
    const { webhookSecrets } = await secret();
    const signature = headers['stripe-signature'] ?? '';
    for (const one of webhookSecrets) {
      try {
        return readEvent(Stripe.webhooks.constructEvent(rawBody, signature, one, TOLERANCE_SECONDS));
      } catch (error) {
        if (error instanceof SyntaxError) return { outcome: 'malformed' };
        if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
      }
    }
    return { outcome: 'invalid-signature' };
  },
});

const readEvent = (event: Stripe.Event): WebhookVerification => {
  if (
    event.type === 'checkout.session.completed' ||
    event.type === 'checkout.session.async_payment_succeeded'
  ) {
    const { id, amount_total, currency, metadata, payment_status } = event.data.object;
    if (payment_status !== 'paid') return { outcome: 'ignored', type: event.type };
    return reportOf(event, metadata, amount_total, currency, {
      outcome: 'succeeded',
      sessionId: id,
      paidAt: fromStripeTime(event.created),
    });
  }
  if (event.type === 'payment_intent.payment_failed') {
    // The object of this event is the payment, which does not name its session.
    const { amount, currency, metadata, last_payment_error: error } = event.data.object;
    return reportOf(event, metadata, amount, currency, {
      outcome: 'failed',
      reason: error?.decline_code ?? error?.code ?? 'declined',
    });
  }
  if (
    event.type === 'refund.created' ||
    event.type === 'refund.updated' ||
    event.type === 'refund.failed' ||
    event.type === 'charge.refund.updated'
  ) {
    return refundReportOf(event, event.data.object);
  }
  if (
    event.type === 'charge.refunded' ||
    event.type === 'charge.dispute.created' ||
    event.type === 'charge.dispute.updated' ||
    event.type === 'charge.dispute.funds_withdrawn' ||
    event.type === 'charge.dispute.funds_reinstated' ||
    event.type === 'charge.dispute.closed'
  ) {
    return moneyReportOf(event, event.data.object);
  }
  return { outcome: 'ignored', type: event.type };
};

/**
 * Reads a webhook about money that moved without this service. Refunds of Stripe's dashboard and disputes lack our
 * metadata, so the payment is found by its payment intent. A charge without one was not made by Checkout.
 */
const moneyReportOf = (
  event: Stripe.Event,
  { payment_intent: intent }: Pick<Stripe.Refund, 'payment_intent'>,
): WebhookVerification => {
  if (intent === null) return { outcome: 'ignored', type: event.type };
  const paymentId = typeof intent === 'string' ? intent : intent.id;
  return { outcome: 'money-moved', report: { webhookId: event.id, paymentId } };
};

/**
 * Reads a webhook about a refund. Of this service's own refunds, only the end is reported, because the response to the
 * request already said that the refund is under way.
 */
const refundReportOf = (event: Stripe.Event, refund: Stripe.Refund): WebhookVerification => {
  const ours = RefundMetadata.safeParse(refund.metadata);
  const result = refundResultOf(refund);
  if (!ours.success) return moneyReportOf(event, refund);
  if (result.outcome === 'taken-on') return { outcome: 'ignored', type: event.type };
  const { orderId, refundId, attempt, correlationId } = ours.data;
  const { amount, currency } = refund;
  return {
    outcome: 'refund-verified',
    report: {
      ...result,
      webhookId: event.id,
      orderId,
      refundId,
      attempt,
      amount: fromStripeAmount(amount, currency),
      currency: currency.toUpperCase(),
    },
    ...(correlationId === undefined ? {} : { correlationId }),
  };
};

const reportOf = (
  event: Stripe.Event,
  metadata: unknown,
  amount: number | null,
  currency: string | null,
  rest: Pick<PaymentReport, 'outcome' | 'sessionId' | 'paidAt' | 'reason'>,
): WebhookVerification => {
  const ours = Metadata.safeParse(metadata);
  if (!ours.success) return { outcome: 'ignored', type: event.type };
  if (amount === null || currency === null) return { outcome: 'malformed' };
  const { orderId, correlationId } = ours.data;
  const money = { amount: fromStripeAmount(amount, currency), currency: currency.toUpperCase() };
  return {
    outcome: 'verified',
    report: { ...rest, ...money, orderId, webhookId: event.id },
    ...(correlationId === undefined ? {} : { correlationId }),
  };
};
