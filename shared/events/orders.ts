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

/** Why the money of an ended order goes back. */
export const RefundReason = z.enum(['order-cancelled', 'paid-after-end']);
export type RefundReason = z.infer<typeof RefundReason>;

/** What orders publishes, by event name: the schema of `data`. */
export const orderEvents = {
  /** An order was placed and asks for stock. `attempt` counts from 1; 2 and more ask for the answer again. */
  OrderCreated: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    attempt: z.int().check(z.minimum(1)),
  }),
  /** Stock is reserved: collect the money until `payBy`. Repeated with the same data while no link came. */
  PaymentRequested: z.object({
    ...orderOfCustomer,
    amount: Amount,
    currency: CurrencyCode,
    payBy: InstantField,
  }),
  /** Half of the time to pay is over. */
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
  /** There was too little stock. */
  OrderRejected: z.object({ ...orderOfCustomer, reason: RejectionReason, shortages: z.array(Shortage) }),
  /** Ended before it was handed over. `previousStatus` tells what to undo. */
  OrderCancelled: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    previousStatus: OrderStatus,
    by: CancelledBy,
    cause: CancelReason,
  }),
  /** Nobody paid in time. */
  OrderExpired: z.object({ ...orderOfCustomer, items: z.array(OrderLine).check(z.minLength(1)) }),
  /** Handed over to the customer. */
  OrderCompleted: z.object({ ...orderOfCustomer }),
  /** Refund all money of this order that is left. */
  RefundRequested: z.object({
    ...orderOfCustomer,
    refundId: z.string(),
    all: z.literal(true),
    reason: RefundReason,
  }),
} as const;
