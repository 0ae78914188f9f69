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

/** The status of an order; see "An order's life" in docs/architecture.md. */
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

/** Who cancelled an order. */
export const CancelledBy = z.enum(['customer', 'staff', 'system']);
export type CancelledBy = z.infer<typeof CancelledBy>;

/** Why an order was cancelled. */
export const CancelReason = z.enum([
  'cancelled-by-customer',
  'cancelled-by-staff',
  'stock-not-answered',
  'payment-not-possible',
  'refunded',
]);
export type CancelReason = z.infer<typeof CancelReason>;

/** Why the money of an ended order is refunded. */
export const RefundReason = z.enum(['order-cancelled', 'paid-after-end']);
export type RefundReason = z.infer<typeof RefundReason>;

/** The events that the orders service publishes: the schema of `data` by event name. */
export const orderEvents = {
  /**
   * An order was placed and requests its stock. `attempt` counts from 1. From 2 on, it repeats the request because no
   * answer has arrived.
   */
  OrderCreated: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    attempt: z.int().check(z.minimum(1)),
  }),
  /**
   * Stock is reserved: collect the money until `payBy`. Published again with the same data until the payment link
   * arrives.
   */
  PaymentRequested: z.object({
    ...orderOfCustomer,
    amount: Amount,
    currency: CurrencyCode,
    payBy: InstantField,
  }),
  /** Half of the time to pay is over: remind the customer. */
  PaymentReminderDue: z.object({ ...orderOfCustomer, paymentLink: z.url(), payBy: InstantField }),
  /** The time to pay is over: close the payment at the provider and report how it ended. */
  PaymentClosureRequested: z.object({ ...orderOfCustomer }),
  /** The order is paid: prepare it. */
  OrderPaid: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    note: z.optional(z.string()),
    placedAt: InstantField,
  }),
  /** Preparation may go on: no cancellation came first. */
  OrderPreparing: z.object({ ...orderOfCustomer }),
  /** The order ended because there was too little stock. */
  OrderRejected: z.object({ ...orderOfCustomer, reason: RejectionReason, shortages: z.array(Shortage) }),
  /** The order was cancelled. `previousStatus` shows what consumers must undo. */
  OrderCancelled: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    previousStatus: OrderStatus,
    by: CancelledBy,
    cause: CancelReason,
  }),
  /** The order ended because nobody paid in time. */
  OrderExpired: z.object({ ...orderOfCustomer, items: z.array(OrderLine).check(z.minLength(1)) }),
  /** The order was handed over to the customer. */
  OrderCompleted: z.object({ ...orderOfCustomer }),
  /** Refund all money that is left of this order. */
  RefundRequested: z.object({
    ...orderOfCustomer,
    refundId: z.string(),
    all: z.literal(true),
    reason: RefundReason,
  }),
  /** A customer asked to be forgotten. `erasureId` is the SHA-256 hash of the customer's id, in hexadecimal. */
  CustomerErasureRequested: z.object({
    erasureId: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    customerId: CustomerId,
    requestedAt: InstantField,
  }),
  /**
   * The order's customer is forgotten. `customerId` is a random pseudonym, which replaces the customer's id everywhere.
   * `hasPayment` and `hasTicket`: whether earlier events, which contain the customer's id, create a payment or a
   * ticket.
   */
  OrderAnonymised: z.object({ ...orderOfCustomer, hasPayment: z.boolean(), hasTicket: z.boolean() }),
} as const;
