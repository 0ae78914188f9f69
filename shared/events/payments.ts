import * as z from 'zod/mini';
import { Amount, CurrencyCode, CustomerId, InstantField, OrderId } from './fields.ts';

const orderOfCustomer = { orderId: OrderId, customerId: CustomerId };

const refundOutcome = z.object({
  ...orderOfCustomer,
  refundId: z.string(),
  amount: Amount,
  currency: CurrencyCode,
  /**
   * All that was given back so far, in minor units. Of two of these events the one with the higher revision counts: a
   * refund that fails after it had settled makes it less.
   */
  refundedAmount: Amount,
  /** Counts the changes of the payment. */
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
  /** An attempt to pay was declined; the link stays good. */
  PaymentFailed: z.object({ ...orderOfCustomer, reason: z.string() }),
  /**
   * The payment can no longer be made, and none was. `reason` tells of one that never could be: `refused-by-provider`,
   * for the provider does not take this amount or this currency. Without it, the payment was closed.
   */
  PaymentClosed: z.object({ orderId: OrderId, reason: z.optional(z.string()) }),
  /** An administrator's refund stands in the ledger and is to be carried out. */
  RefundAccepted: z.object({
    orderId: OrderId,
    refundId: z.string(),
    amount: Amount,
    currency: CurrencyCode,
    reason: z.string(),
  }),
  /** The provider gave the money back. */
  RefundCompleted: refundOutcome,
  /** The provider refused to give the money back, or it failed on its way, perhaps after it had completed. */
  RefundFailed: refundOutcome,
} as const;
