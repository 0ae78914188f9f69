import * as z from 'zod/mini';
import { Amount, CurrencyCode, CustomerId, InstantField, OrderId } from './fields.ts';

const orderOfCustomer = { orderId: OrderId, customerId: CustomerId };

/** Why a payment could never be made: the provider does not take this amount or currency. */
export const ClosureReason = z.enum(['refused-by-provider']);
export type ClosureReason = z.infer<typeof ClosureReason>;

const refundOutcome = z.object({
  ...orderOfCustomer,
  refundId: z.string(),
  amount: Amount,
  currency: CurrencyCode,
  /** All that was refunded so far, in minor units. A refund that fails after it had settled makes it less. */
  refundedAmount: Amount,
  /** Counts the changes of the payment. The event with the highest revision counts. */
  revision: z.optional(z.int().check(z.minimum(1))),
  reason: z.string(),
});

/** What payments publishes, by event name: the schema of `data`. */
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
  /** Nobody paid, and nobody can any more. With a `reason`, the payment never could be made. */
  PaymentClosed: z.object({ orderId: OrderId, reason: z.optional(ClosureReason) }),
  /** An administrator's refund is in the ledger and has to be carried out. */
  RefundAccepted: z.object({
    orderId: OrderId,
    refundId: z.string(),
    amount: Amount,
    currency: CurrencyCode,
    reason: z.string(),
  }),
  /** The provider refunded the money. */
  RefundCompleted: refundOutcome,
  /** The provider refused the refund, or it failed later, perhaps after it had completed. */
  RefundFailed: refundOutcome,
} as const;
