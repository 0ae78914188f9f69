import * as z from 'zod/mini';
import { Amount, CurrencyCode, InstantField, OrderId } from '../../shared/events/fields.ts';
import { multilineText, route, visible, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'payment.not-found': {
    status: 404,
    meaning: 'No payment belongs to this order yet, or the order belongs to somebody else.',
  },
  'refund.nothing-captured': { status: 409, meaning: 'No money was collected for the order.' },
  'refund.too-many': {
    status: 409,
    meaning: 'The payment has the maximum number of refunds. Leave out `amount` to refund the rest.',
  },
  'refund.exceeds-captured': {
    status: 422,
    meaning: 'The amount is more than what is left of the money that was collected.',
  },
  'refund.amount-not-payable': {
    status: 422,
    meaning: 'In this currency, the provider refunds only certain amounts, such as amounts that end in 0.',
  },
  'request.too-large': { status: 413, meaning: 'The body has more than 65,536 bytes.' },
  'webhook.malformed': { status: 400, meaning: 'The webhook is signed, but its body cannot be read.' },
  'webhook.invalid-signature': { status: 401, meaning: 'The signature is missing, wrong or too old.' },
  'payments.provider-not-configured': {
    status: 503,
    meaning:
      'The secret of the payment provider lacks its API key or its webhook secrets, or is no JSON. The log names the field.',
  },
} as const satisfies Problems;

const PaymentPath = z.strictObject({ orderId: OrderId });

/** A refund as the API returns it. Customers see neither `reason` nor `failure`. */
const Refund = () =>
  z.strictObject({
    refundId: z.string(),
    amount: Amount,
    status: z.enum(['PENDING', 'SETTLED', 'FAILED']),
    /** Only staff see this field. */
    reason: z.optional(z.string()),
    requestedAt: InstantField,
    /** Why the provider did not refund. Only staff see this field. */
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
    /** In minor units of the currency, such as cents. */
    amount: Amount,
    currency: CurrencyCode,
    /** The page of the payment provider where the customer pays. */
    paymentLink: z.optional(z.url()),
    refunds: z.array(Refund()),
    /** The amount that was refunded at the provider, and not through this API. */
    refundedOutside: Amount,
    /** Only staff see this field. */
    disputes: z.optional(z.array(Dispute())),
  });

/**
 * The refund to make. `amount` is in minor units; without an amount, all that is left is refunded. `reason` is text for
 * people.
 */
const RefundRequest = z.strictObject({
  /** The amount to refund, in minor units. Without an amount, all that is left is refunded. */
  amount: z.optional(Amount.check(z.minimum(1))),
  /** Why the money is refunded, for people who read the payment later. */
  reason: multilineText(500).check(z.trim(), visible),
});

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Payment: Payment(), Refund: Refund(), Dispute: Dispute(), RefundRequest });

/** Shows a payment. Only the owner of the order and staff may see it. */
export const getPayment = /* @__PURE__ */ route({
  method: 'GET',
  path: '/payments/{orderId}',
  auth: 'customer',
  summary: 'Show the payment of an order',
  params: PaymentPath,
  problems: ['payment.not-found'],
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
  problems: [
    'payment.not-found',
    'refund.nothing-captured',
    'refund.too-many',
    'refund.exceeds-captured',
    'refund.amount-not-payable',
  ],
  answers: () => ({ 202: Refund() }),
});

/** Receives the provider's webhooks. Public, because the webhook's signature authenticates the provider. */
export const receiveWebhook = /* @__PURE__ */ route({
  method: 'POST',
  path: '/webhooks/payments',
  auth: 'public',
  summary: 'Receive a webhook of the payment provider',
  problems: [
    'webhook.malformed',
    'webhook.invalid-signature',
    'request.too-large',
    'payments.provider-not-configured',
  ],
  answers: () => ({ 200: z.strictObject({ received: z.literal(true) }) }),
});
