import * as z from 'zod/mini';
import { Amount, CurrencyCode, CustomerId, InstantField, OrderId } from './fields.ts';

const orderOfCustomer = { orderId: OrderId, customerId: CustomerId };

/** Why a payment could never be made: the provider does not accept its amount or currency. */
export const ClosureReason = z.enum(['refused-by-provider']);
export type ClosureReason = z.infer<typeof ClosureReason>;

const refundOutcome = z.object({
  ...orderOfCustomer,
  refundId: z.string(),
  amount: Amount,
  currency: CurrencyCode,
  /** The total that was refunded so far, in minor units. It decreases if a refund settles and fails later. */
  refundedAmount: Amount,
  /** Counts the changes of the payment. Consumers use the event with the highest revision. */
  revision: z.optional(z.int().check(z.minimum(1))),
  reason: z.string(),
});

/** The events that the payments service publishes: the schema of `data` by event name. */
export const paymentEvents = {
  /** The customer can pay here until `payBy`. */
  PaymentLinkCreated: z.object({
    ...orderOfCustomer,
    paymentLink: z.url(),
    amount: Amount,
    currency: CurrencyCode,
    payBy: InstantField,
  }),
  /** The provider took the money. */
  PaymentSucceeded: z.object({
    ...orderOfCustomer,
    paymentId: z.string(),
    amount: Amount,
    currency: CurrencyCode,
    capturedAt: InstantField,
  }),
  /** An attempt to pay was declined. The link stays valid. */
  PaymentFailed: z.object({ ...orderOfCustomer, reason: z.string() }),
  /** The payment was closed unpaid and can no longer be made. With a `reason`, it never could be made. */
  PaymentClosed: z.object({ orderId: OrderId, reason: z.optional(ClosureReason) }),
  /** An administrator's refund is in the ledger. The payments service carries it out when it receives this event. */
  RefundAccepted: z.object({
    orderId: OrderId,
    refundId: z.string(),
    amount: Amount,
    currency: CurrencyCode,
    reason: z.string(),
  }),
  /** The provider refunded the money, or nothing was left to refund (`amount` is then 0). */
  RefundCompleted: refundOutcome,
  /** The provider refused the refund, or the refund failed later, perhaps after it had completed. */
  RefundFailed: refundOutcome,
  /** The customer asked the bank for the money (a chargeback), or the bank decided. LOST: the customer keeps the money. */
  PaymentDisputed: z.object({
    ...orderOfCustomer,
    disputeId: z.string(),
    amount: Amount,
    currency: CurrencyCode,
    status: z.enum(['OPEN', 'WON', 'LOST']),
    /** A code of the provider. */
    reason: z.string(),
  }),
} as const;
