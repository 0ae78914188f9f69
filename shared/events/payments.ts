import * as z from 'zod/mini';
import { Amount, CurrencyCode, CustomerId, InstantField, OrderId } from './fields.ts';

const orderOfCustomer = { orderId: OrderId, customerId: CustomerId };

/**
 * Why a payment could never be made. `refused-by-provider`: the payment provider does not accept the amount or the
 * currency.
 */
export const ClosureReason = z.enum(['refused-by-provider']);
export type ClosureReason = z.infer<typeof ClosureReason>;

const refundOutcome = z.object({
  ...orderOfCustomer,
  /**
   * Identifies the refund. It is `outside` for money that the customer got back without Orderly: a person made a refund
   * at the provider, or a dispute was lost.
   */
  refundId: z.string(),
  amount: Amount,
  currency: CurrencyCode,
  /**
   * The total amount that was refunded so far, in minor units. The total becomes smaller if the money of a completed
   * refund comes back, for example because the customer's bank did not accept it.
   */
  refundedAmount: Amount,
  /**
   * The number of changes of the payment until this event. Events may arrive in any order, so the event with the
   * highest `revision` has the newest `refundedAmount`.
   */
  revision: z.optional(z.int().check(z.minimum(1))),
  /** In RefundCompleted, why the money was refunded. In RefundFailed, why the refund failed. */
  reason: z.string(),
});

/** The events that the payments service publishes: the schema of `data` by event name. */
export const paymentEvents = {
  /** The customer can pay at `paymentLink`, a page of the payment provider, until `payBy`. */
  PaymentLinkCreated: z.object({
    ...orderOfCustomer,
    paymentLink: z.url(),
    amount: Amount,
    currency: CurrencyCode,
    payBy: InstantField,
  }),
  /**
   * The customer has paid: the payment provider has collected the money. `paymentId` is the id of the payment page's
   * session at the provider.
   */
  PaymentSucceeded: z.object({
    ...orderOfCustomer,
    paymentId: z.string(),
    amount: Amount,
    currency: CurrencyCode,
    capturedAt: InstantField,
  }),
  /** An attempt to pay was declined. The payment link stays valid, so the customer can try again. */
  PaymentFailed: z.object({ ...orderOfCustomer, reason: z.string() }),
  /** The payment was not made, and can no longer be made. If the event has a `reason`, the customer never could pay. */
  PaymentClosed: z.object({ orderId: OrderId, reason: z.optional(ClosureReason) }),
  /**
   * An administrator has requested a refund. The money is not refunded yet: the payments service makes the refund when
   * it receives this event.
   */
  RefundAccepted: z.object({
    orderId: OrderId,
    refundId: z.string(),
    amount: Amount,
    currency: CurrencyCode,
    reason: z.string(),
  }),
  /** Money was refunded to the customer. If there was no money left to refund, `amount` is 0. */
  RefundCompleted: refundOutcome,
  /**
   * A refund failed. The provider refused it, or accepted it and could not complete it. A refund can fail even after
   * RefundCompleted, if the customer's bank returns the money.
   */
  RefundFailed: refundOutcome,
  /**
   * A dispute (chargeback) was opened or decided: the customer asked the bank to return the money. OPEN: the bank has
   * not decided. WON: the shop keeps the money. LOST: the customer keeps the money.
   */
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
