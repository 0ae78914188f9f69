import * as z from 'zod/mini';
import { Amount, CurrencyCode, CustomerId, InstantField, OrderId, OrderLine, Shortage } from './fields.ts';

const orderOfCustomer = { orderId: OrderId, customerId: CustomerId };

/** What an order's status may be, from placed to ended. */
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

/** Who ended an order. */
export const CancelledBy = z.enum(['customer', 'staff', 'system']);
export type CancelledBy = z.infer<typeof CancelledBy>;

/** What orders publishes, by event name: the schema of `data`. */
export const orderEvents = {
  /** An order was placed and wants stock. `attempt` is 2 and more when the answer was asked for again. */
  OrderCreated: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    attempt: z.int().check(z.minimum(1)),
  }),
  /** Stock is reserved: collect the money until `payBy`. Asked again, with the same data, when no link came. */
  PaymentRequested: z.object({
    ...orderOfCustomer,
    amount: Amount,
    currency: CurrencyCode,
    payBy: InstantField,
  }),
  /** Half of the time to pay is over. */
  PaymentReminderDue: z.object({ ...orderOfCustomer, paymentLink: z.url(), payBy: InstantField }),
  /** The time to pay is over: close the payment at the provider and say which way it ended. */
  PaymentClosureRequested: z.object({ ...orderOfCustomer }),
  /** The money is there: prepare the order. */
  OrderPaid: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    note: z.optional(z.string()),
    placedAt: InstantField,
  }),
  /** Orders confirms that preparation may go on: no cancellation was faster. */
  OrderPreparing: z.object({ ...orderOfCustomer }),
  /** There was too little stock. */
  OrderRejected: z.object({ ...orderOfCustomer, reason: z.string(), shortages: z.array(Shortage) }),
  /** Ended before it was handed over. `previousStatus` tells what there is to undo. */
  OrderCancelled: z.object({
    ...orderOfCustomer,
    items: z.array(OrderLine).check(z.minLength(1)),
    previousStatus: OrderStatus,
    by: CancelledBy,
    cause: z.string(),
  }),
  /** Nobody paid in time. */
  OrderExpired: z.object({ ...orderOfCustomer, items: z.array(OrderLine).check(z.minLength(1)) }),
  /** Handed over to the customer. */
  OrderCompleted: z.object({ ...orderOfCustomer }),
  /** Give back all the money of this order that is left. */
  RefundRequested: z.object({
    ...orderOfCustomer,
    refundId: z.string(),
    all: z.literal(true),
    reason: z.string(),
  }),
} as const;
