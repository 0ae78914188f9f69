import * as z from 'zod/mini';
import {
  Amount,
  CurrencyCode,
  CustomerId,
  InstantField,
  OrderId,
  OrderLine,
  RejectionReason,
  Shortage,
} from './fields.ts';

const orderOfCustomer = { orderId: OrderId, customerId: CustomerId };

/** The status of an order. "An order's life" in docs/architecture.md shows which status follows which. */
export const OrderStatus = z.enum([
  'PENDING',
  'AWAITING_PAYMENT',
  'PAID',
  'PREPARING',
  'READY',
  'COMPLETED',
  'REJECTED',
  'CANCELLED',
  'EXPIRED',
]);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** Who cancelled an order: the customer, staff, or Orderly itself (`system`). */
export const CancelledBy = z.enum(['customer', 'staff', 'system']);
export type CancelledBy = z.infer<typeof CancelledBy>;

/**
 * Why an order was cancelled. `stock-not-answered`: the inventory service did not answer in time.
 * `payment-not-possible`: the payment provider does not accept the amount or the currency. `refunded`: all money was
 * refunded before the preparation started.
 */
export const CancelReason = z.enum([
  'cancelled-by-customer',
  'cancelled-by-staff',
  'stock-not-answered',
  'payment-not-possible',
  'refunded',
]);
export type CancelReason = z.infer<typeof CancelReason>;

/** Why the money of an ended order is refunded. `paid-after-end`: the customer paid after the order had ended. */
export const RefundReason = z.enum(['order-cancelled', 'paid-after-end']);
export type RefundReason = z.infer<typeof RefundReason>;

/** The events that the orders service publishes: the schema of `data` by event name. */
export const orderEvents = {
  /**
   * An order was placed, and the inventory service must reserve its stock. If the inventory service does not answer,
   * the event is published again with the next `attempt`. The first event of an order has `attempt` 1.
   */
  OrderCreated: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    attempt: z.int().check(z.minimum(1)),
  }),
  /**
   * The stock of the order is reserved, and the customer must pay until `payBy`. The payments service must create a
   * payment link. If it does not answer, the event is published again with the same data.
   */
  PaymentRequested: z.object({
    ...orderOfCustomer,
    amount: Amount,
    currency: CurrencyCode,
    payBy: InstantField,
  }),
  /** Half of the time to pay is over, and the order is not paid. The notifications service must remind the customer. */
  PaymentReminderDue: z.object({ ...orderOfCustomer, paymentLink: z.url(), payBy: InstantField }),
  /**
   * The time to pay is over. The payments service must close the payment at the provider, and report whether the
   * customer has paid.
   */
  PaymentClosureRequested: z.object({ ...orderOfCustomer }),
  /** The order is paid, and the kitchen may start to prepare it. `placedAt` is when the order was placed. */
  OrderPaid: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    note: z.optional(z.string()),
    placedAt: InstantField,
  }),
  /**
   * The orders service confirms that the preparation has started. The order was not cancelled before the start, so the
   * kitchen may continue.
   */
  OrderPreparing: z.object({ ...orderOfCustomer }),
  /** The order ended because the products in `shortages` had too little stock. */
  OrderRejected: z.object({ ...orderOfCustomer, reason: RejectionReason, shortages: z.array(Shortage) }),
  /**
   * The order was cancelled. `previousStatus` is the status before the cancellation. It shows what consumers must undo,
   * for example whether goods that are not used up must return to the stock.
   */
  OrderCancelled: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    previousStatus: OrderStatus,
    by: CancelledBy,
    cause: CancelReason,
  }),
  /** The order ended because it was not paid in time. */
  OrderExpired: z.object({ ...orderOfCustomer, items: z.array(OrderLine).check(z.minLength(1)) }),
  /** The order was handed over to the customer. */
  OrderCompleted: z.object({ ...orderOfCustomer }),
  /**
   * An order has ended, but the customer's money is not refunded. The payments service must refund all money that is
   * left.
   */
  RefundRequested: z.object({
    ...orderOfCustomer,
    refundId: z.string(),
    all: z.literal(true),
    reason: RefundReason,
  }),
  /**
   * The erasure of a customer's personal data was requested. `erasureId` is the SHA-256 hash of the customer's id, in
   * hexadecimal.
   */
  CustomerErasureRequested: z.object({
    erasureId: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    customerId: CustomerId,
    requestedAt: InstantField,
  }),
  /**
   * The customer of this order was erased. `customerId` is a random pseudonym, which must replace the customer's id in
   * all data about the order. If `hasPayment` is true, but the payments service does not have the order's payment, the
   * event that creates the payment has not arrived yet. That event still contains the customer's id. In the same way,
   * `hasTicket` is about the kitchen's ticket in the fulfilment service.
   */
  OrderAnonymised: z.object({ ...orderOfCustomer, hasPayment: z.boolean(), hasTicket: z.boolean() }),
} as const;
