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
    meaning:
      'The payment has too many refunds. Leave out `amount` to refund the rest, or refund it at the provider.',
  },
  'refund.exceeds-captured': {
    status: 422,
    meaning: 'The amount is more than the collected money that is not refunded yet.',
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
      'The stored secret of the payment provider has no API key or no webhook secrets, or is not JSON. The log names the field.',
  },
} as const satisfies Problems;

const PaymentPath = z.strictObject({ orderId: OrderId });

/** A refund of all or some of a payment. */
const Refund = () =>
  z.strictObject({
    refundId: z.string(),
    amount: Amount,
    /**
     * `PENDING`: the refund is not finished. `SETTLED`: the provider has refunded the money. `FAILED`: the provider
     * refused the refund, or the customer's bank returned the money.
     */
    status: z.enum(['PENDING', 'SETTLED', 'FAILED']),
    /** Why the money is refunded. Only staff see this field. */
    reason: z.optional(z.string()),
    requestedAt: InstantField,
    /** Why the refund failed. Only staff see this field. */
    failure: z.optional(z.string()),
  });

/** A dispute (chargeback): the customer asked the bank to return the money. */
const Dispute = () =>
  z.strictObject({
    disputeId: z.string(),
    amount: Amount,
    /** `OPEN`: the bank has not decided. `WON`: the shop keeps the money. `LOST`: the customer keeps the money. */
    status: z.enum(['OPEN', 'WON', 'LOST']),
    /** True if the provider has taken the amount from the shop's balance. */
    fundsWithdrawn: z.boolean(),
    /** The provider's code for the reason of the dispute. */
    reason: z.string(),
    openedAt: InstantField,
  });

/** The payment of an order. */
const Payment = () =>
  z.strictObject({
    orderId: OrderId,
    /**
     * `PENDING`: the customer has not paid yet. `FAILED`: the last attempt to pay was declined, but the customer can
     * try again. `CLOSED`: nobody paid, and the payment can no longer be made. `CAPTURED`: the provider has collected
     * the money.
     */
    status: z.enum(['PENDING', 'FAILED', 'CLOSED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED']),
    /** The amount to pay, in minor units of the currency, such as cents. */
    amount: Amount,
    currency: CurrencyCode,
    /** The page of the payment provider where the customer pays. Present while the customer can pay. */
    paymentLink: z.optional(z.url()),
    /**
     * The refunds that were requested with this API, and the automatic refund that follows if a paid order is cancelled
     * or the money arrives too late.
     */
    refunds: z.array(Refund()),
    /**
     * The amount that the customer got back without this API, in minor units: refunds that people made at the provider,
     * and lost disputes.
     */
    refundedOutside: Amount,
    /** Disputes (chargebacks) about the payment. Only staff see this field. */
    disputes: z.optional(z.array(Dispute())),
  });

/** The refund to make: how much money, and why. */
const RefundRequest = z.strictObject({
  /** The amount to refund, in minor units. Without an amount, all money that is not refunded yet is refunded. */
  amount: z.optional(Amount.check(z.minimum(1))),
  /** Why the money is refunded, for people who read the payment later. */
  reason: multilineText(500).check(z.trim(), visible),
});

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Payment: Payment(), Refund: Refund(), Dispute: Dispute(), RefundRequest });

/**
 * Shows the payment of an order, with its refunds. Only the customer who placed the order and staff may see the
 * payment.
 */
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
 * Requests a refund. The response comes before the money is refunded, usually with the status `PENDING`. Repeating the
 * request with the same idempotency key returns the same refund with its present status.
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

/**
 * Receives a webhook of the payment provider. The webhook needs no token, because its signature proves that the
 * provider sent it.
 */
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
