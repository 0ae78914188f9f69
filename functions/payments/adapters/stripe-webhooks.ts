import Stripe from 'stripe';
import * as z from 'zod/mini';
import { OrderId, storableText } from '../../../shared/events/fields.ts';
import type { PaymentReport, WebhookVerification, WebhookVerifier } from '../domain/webhook.ts';
import type { ProviderSecret } from './provider-secret.ts';
import {
  MoneyObject,
  moneyOf,
  PaymentObject,
  RefundObject,
  SessionObject,
  StripeEvent,
} from './stripe-events.ts';
import { fromStripeTime, RefundMetadata, refundResultOf } from './stripe-values.ts';

/** The largest age of a signature, in seconds. */
const TOLERANCE_SECONDS = 300;

/** The metadata that this service adds to a session and its payment. Objects that were made elsewhere lack it. */
const Metadata = z.object({
  orderId: OrderId,
  correlationId: z.catch(z.optional(storableText(128)), undefined),
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

/** Reads a signed event. An event whose form differs from Stripe's documentation is malformed. */
const readEvent = (signed: unknown): WebhookVerification => {
  const parsed = StripeEvent.safeParse(signed);
  if (!parsed.success) return { outcome: 'malformed' };
  const event = parsed.data;
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return read(SessionObject, event, ({ id, amount_total, currency, metadata, payment_status }) => {
        if (payment_status !== 'paid') return { outcome: 'ignored', type: event.type };
        return reportOf(event, metadata, moneyOf(amount_total, currency), {
          outcome: 'succeeded',
          sessionId: id,
          paidAt: fromStripeTime(event.created),
        });
      });
    case 'payment_intent.payment_failed':
      // The object of this event is the payment, which does not name its session.
      return read(PaymentObject, event, ({ amount, currency, metadata, last_payment_error: error }) =>
        reportOf(event, metadata, moneyOf(amount, currency), {
          outcome: 'failed',
          reason: error?.decline_code ?? error?.code ?? 'declined',
        }),
      );
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return read(RefundObject, event, (refund) => refundReportOf(event, refund));
    case 'charge.refunded':
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
    case 'charge.dispute.closed':
      return read(MoneyObject, event, (object) => moneyReportOf(event, object));
    default:
      return { outcome: 'ignored', type: event.type };
  }
};

/** Reads the object that an event is about. */
const read = <Schema extends z.ZodMiniType>(
  schema: Schema,
  { data }: StripeEvent,
  report: (object: z.output<Schema>) => WebhookVerification,
): WebhookVerification => {
  const object = schema.safeParse(data.object);
  return object.success ? report(object.data) : { outcome: 'malformed' };
};

/**
 * Reads a webhook about money that may have moved without this service. Disputes lack our metadata, and so do refunds
 * that were made in Stripe's dashboard. So the payment is found by its payment intent. A charge without a payment
 * intent was not made by Checkout, so it is ignored.
 */
const moneyReportOf = (
  event: StripeEvent,
  { payment_intent: intent }: z.output<typeof MoneyObject>,
): WebhookVerification => {
  if (intent === null || intent === undefined) return { outcome: 'ignored', type: event.type };
  const paymentId = typeof intent === 'string' ? intent : intent.id;
  return { outcome: 'money-moved', report: { webhookId: event.id, paymentId } };
};

/**
 * Reads a webhook about a refund. If this service made the refund, only the end of the refund is reported, because the
 * response to this service's request already said that the refund is under way.
 */
const refundReportOf = (event: StripeEvent, refund: z.output<typeof RefundObject>): WebhookVerification => {
  const ours = RefundMetadata.safeParse(refund.metadata);
  const result = refundResultOf(refund);
  if (!ours.success) return moneyReportOf(event, refund);
  if (result.outcome === 'taken-on') return { outcome: 'ignored', type: event.type };
  const { orderId, refundId, attempt, correlationId } = ours.data;
  const money = moneyOf(refund.amount, refund.currency);
  if (money === undefined) return { outcome: 'malformed' };
  return {
    outcome: 'refund-verified',
    report: { ...result, ...money, webhookId: event.id, orderId, refundId, attempt },
    ...(correlationId === undefined ? {} : { correlationId }),
  };
};

/** @param money undefined if the event has no valid amount */
const reportOf = (
  event: StripeEvent,
  metadata: unknown,
  money: Pick<PaymentReport, 'amount' | 'currency'> | undefined,
  rest: Pick<PaymentReport, 'outcome' | 'sessionId' | 'paidAt' | 'reason'>,
): WebhookVerification => {
  const ours = Metadata.safeParse(metadata);
  if (!ours.success) return { outcome: 'ignored', type: event.type };
  if (money === undefined) return { outcome: 'malformed' };
  const { orderId, correlationId } = ours.data;
  return {
    outcome: 'verified',
    report: { ...rest, ...money, orderId, webhookId: event.id },
    ...(correlationId === undefined ? {} : { correlationId }),
  };
};
