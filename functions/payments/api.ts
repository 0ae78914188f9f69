import * as z from 'zod/mini';
import { Amount, CurrencyCode, InstantField, OrderId } from '../../shared/events/fields.ts';
import { multilineText, route, visible } from '../../shared/http/route.ts';

const PaymentPath = z.strictObject({ orderId: OrderId });

/** A refund as the API returns it. Customers see neither `reason` nor `failure`. */
const Refund = () =>
  z.strictObject({
    refundId: z.string(),
    amount: Amount,
    status: z.enum(['PENDING', 'SETTLED', 'FAILED']),
    reason: z.optional(z.string()),
    requestedAt: InstantField,
    failure: z.optional(z.string()),
  });

/** A dispute (chargeback) as the API returns it. */
const Dispute = () =>
  z.strictObject({
    disputeId: z.string(),
    amount: Amount,
    status: z.enum(['OPEN', 'WON', 'LOST']),
    fundsWithdrawn: z.boolean(),
    reason: z.string(),
    openedAt: InstantField,
  });

/** A payment as the API returns it. Only staff see `disputes`. */
const Payment = () =>
  z.strictObject({
    orderId: OrderId,
    status: z.enum(['PENDING', 'FAILED', 'CLOSED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED']),
    amount: Amount,
    currency: CurrencyCode,
    paymentLink: z.optional(z.url()),
    refunds: z.array(Refund()),
    refundedOutside: Amount,
    disputes: z.optional(z.array(Dispute())),
  });

/**
 * The refund to make. `amount` is in minor units; without it, all that is left is refunded. `reason` is text for
 * people.
 */
const RefundRequest = z.strictObject({
  amount: z.optional(Amount.check(z.minimum(1))),
  reason: multilineText(500).check(z.trim(), visible),
});

/** Shows a payment. Only the owner of the order and staff may see it. */
export const getPayment = /* @__PURE__ */ route({
  method: 'GET',
  path: '/payments/{orderId}',
  auth: 'customer',
  summary: 'Show the payment of an order',
  params: PaymentPath,
  answers: () => ({ 200: Payment() }),
});

/**
 * Accepts a refund, which is carried out later. Repeating the request returns the same refund with its present status.
 */
export const refundPayment = /* @__PURE__ */ route({
  method: 'POST',
  path: '/payments/{orderId}/refunds',
  auth: 'admin',
  summary: 'Refund all or some of a payment',
  params: PaymentPath,
  body: RefundRequest,
  idempotencyKey: 'required',
  answers: () => ({ 202: Refund() }),
});

/** Receives the provider's webhooks. Public, because the webhook's signature authenticates the provider. */
export const receiveWebhook = /* @__PURE__ */ route({
  method: 'POST',
  path: '/webhooks/payments',
  auth: 'public',
  summary: 'Receive a webhook of the payment provider',
  answers: () => ({ 200: z.strictObject({ received: z.literal(true) }) }),
});
