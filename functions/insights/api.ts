import * as z from 'zod/mini';
import {
  Amount,
  CurrencyCode,
  CustomerId,
  InstantField,
  OrderId,
  ProductId,
  storableText,
} from '../../shared/events/fields.ts';
import { OrderStatus } from '../../shared/events/orders.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { route, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'insights.order-not-found': {
    status: 404,
    meaning: 'Nothing is stored about this order. A new order usually appears within seconds.',
  },
} as const satisfies Problems;

/** A day in UTC, such as `2026-03-01`. */
const Day = z.iso.date();

const orderFields = {
  orderId: OrderId,
  /** The latest status that the events about the order prove. */
  status: OrderStatus,
  /** The customer's id. If the customer's data was erased, a random pseudonym. */
  customerId: z.optional(CustomerId),
  /** The correlation id of the HTTP request that placed the order. */
  correlationId: z.optional(z.string()),
  placedAt: z.optional(InstantField),
  totalAmount: z.optional(Amount),
  currency: z.optional(CurrencyCode),
  /** The amount that the payment provider collected for the order, in minor units of the currency. */
  capturedAmount: Amount,
  /** The amount that was refunded, in minor units of the currency. */
  refundedAmount: Amount,
  items: z.array(z.strictObject({ productId: ProductId, quantity: z.int() })),
  /** When the order reached each status, oldest first. */
  steps: z.array(z.strictObject({ status: OrderStatus, at: InstantField })),
  /** The time of the latest event in the order's timeline. */
  lastEventAt: InstantField,
};

/** An order, as lists show it to staff. */
const InsightsOrder = () => z.strictObject(orderFields);

/** An order with its timeline, which is the list of the events about the order. */
const InsightsOrderDetails = () =>
  z.strictObject({
    ...orderFields,
    /** The events about the order, oldest first. */
    timeline: z.array(
      z.strictObject({
        id: z.string(),
        type: z.string(),
        at: InstantField,
        /** The id of the request, message or event that directly caused this event. */
        causationId: z.string(),
        correlationId: z.string(),
      }),
    ),
    /**
     * False if there were more than ten events of one type. The timeline then has only the first ten events of this
     * type.
     */
    timelineIsComplete: z.boolean(),
  });

const Count = z.int().check(z.minimum(0));
const Rate = z.number().check(z.minimum(0), z.maximum(1));

/**
 * The figures of a day. They are about the orders that were placed on that day, even if an order was paid later. Test
 * orders of the canary do not count.
 */
const InsightsDay = () =>
  z.strictObject({
    day: Day,
    /**
     * How many of the day's orders reached each step. An order counts in each step that it reached: a completed order
     * is also in `placed`, `reserved` and `paid`.
     */
    orders: z.strictObject({
      placed: Count,
      reserved: Count,
      paid: Count,
      completed: Count,
      rejected: Count,
      cancelled: Count,
      expired: Count,
    }),
    /** The share of the placed orders that were rejected because stock was missing, from 0 to 1. */
    rejectionRate: Rate,
    /** The share of the placed orders that expired, from 0 to 1. */
    expiryRate: Rate,
    /**
     * For each currency, how much was paid (`revenue`) and refunded (`refunds`) until now for the day's orders, in
     * minor units. Refunds are not subtracted from `revenue`.
     */
    money: z.array(z.strictObject({ currency: CurrencyCode, revenue: z.int(), refunds: z.int() })),
    /**
     * `p50`: half of the paid orders were paid within this number of seconds after they were placed. `p95`: 95 % of the
     * paid orders were. Both are rounded up. The rounding adds less than one second plus a quarter of the exact time.
     */
    secondsToPay: z.optional(z.strictObject({ p50: Count, p95: Count })),
    /** The products that sold the most units in paid orders, at most ten. */
    bestSellers: z.array(z.strictObject({ productId: ProductId, units: Count })),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({
  InsightsOrder: InsightsOrder(),
  InsightsOrderDetails: InsightsOrderDetails(),
  InsightsDay: InsightsDay(),
});

/** An amount of money in minor units, as text, because it is a query parameter. */
const AmountText = z.pipe(
  z.pipe(
    // `abort` ends the validation of a text that is not a number, so the amounts are compared only if both are numbers.
    z
      .string()
      .check(
        z.regex(/^\d{1,13}$/, { error: 'must be a whole number of minor units, such as 1250', abort: true }),
      ),
    z.transform(Number),
  ),
  Amount,
);

interface AmountRange {
  readonly amountFrom?: number | undefined;
  readonly amountTo?: number | undefined;
  readonly currency?: string | undefined;
}

const hasCurrency = ({ amountFrom, amountTo, currency }: AmountRange): boolean =>
  currency !== undefined || (amountFrom === undefined && amountTo === undefined);

const isRange = ({ amountFrom = 0, amountTo = Infinity }: AmountRange): boolean => amountFrom <= amountTo;

/**
 * Lists orders of all customers, newest first. A page of filtered orders may have fewer than `limit` orders and still
 * have a `nextCursor`.
 */
export const listAllOrders = /* @__PURE__ */ route({
  method: 'GET',
  path: '/insights/orders',
  auth: 'staff',
  summary: 'List the orders of all customers, newest first',
  query: z
    .strictObject({
      status: z.optional(OrderStatus),
      day: z.optional(Day),
      customerId: z.optional(CustomerId),
      /**
       * An order's id, the last eight characters of this id, the order's pickup code, or the correlation id of the
       * request that placed the order.
       */
      text: z.optional(storableText(128)),
      /** The currency of the total. Required if `amountFrom` or `amountTo` is set. */
      currency: z.optional(CurrencyCode),
      /** The smallest total, in minor units of the currency. */
      amountFrom: z.optional(AmountText),
      /** The largest total, in minor units of the currency. */
      amountTo: z.optional(AmountText),
      ...pageQuery,
    })
    .check(
      z.refine(hasCurrency, { path: ['currency'], error: 'is required with an amount' }),
      z.refine(isRange, { path: ['amountTo'], error: 'must not be less than amountFrom' }),
    ),
  answers: () => ({ 200: pageOf(InsightsOrder()) }),
});

/** Shows an order with its timeline: the events that Orderly's services published about the order. */
export const getOrderTimeline = /* @__PURE__ */ route({
  method: 'GET',
  path: '/insights/orders/{orderId}',
  auth: 'staff',
  summary: 'Show an order with its timeline',
  params: z.strictObject({ orderId: OrderId }),
  problems: ['insights.order-not-found'],
  answers: () => ({ 200: InsightsOrderDetails() }),
});

/**
 * Shows how many of the orders that were placed on a day were paid, completed, cancelled and so on, and how much money
 * they brought. `day` is a day in UTC, such as `2026-03-01`.
 */
export const getDayFigures = /* @__PURE__ */ route({
  method: 'GET',
  path: '/insights/days/{day}',
  auth: 'staff',
  summary: 'Show the sales figures of a day',
  params: z.strictObject({ day: Day }),
  answers: () => ({ 200: InsightsDay() }),
});
