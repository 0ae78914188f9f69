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
    meaning: 'No event of this order has arrived. A new order appears within seconds.',
  },
} as const satisfies Problems;

/** A day in UTC. */
const Day = z.iso.date();

const orderFields = {
  orderId: OrderId,
  status: OrderStatus,
  /** The customer's id, or a pseudonym if the customer is forgotten. */
  customerId: z.optional(CustomerId),
  /** The correlation id of the request that placed the order. */
  correlationId: z.optional(z.string()),
  placedAt: z.optional(InstantField),
  totalAmount: z.optional(Amount),
  currency: z.optional(CurrencyCode),
  capturedAmount: Amount,
  refundedAmount: Amount,
  items: z.array(z.strictObject({ productId: ProductId, quantity: z.int() })),
  /** When the order reached each status, oldest first. */
  steps: z.array(z.strictObject({ status: OrderStatus, at: InstantField })),
  lastEventAt: InstantField,
};

/** An order in a list. */
const InsightsOrder = () => z.strictObject(orderFields);

/** An order with its timeline. */
const InsightsOrderDetails = () =>
  z.strictObject({
    ...orderFields,
    /** The events about the order, oldest first. */
    timeline: z.array(
      z.strictObject({
        id: z.string(),
        type: z.string(),
        at: InstantField,
        /** The id of the event, request or message that caused this event. */
        causationId: z.string(),
        correlationId: z.string(),
      }),
    ),
    /** False if there were more than ten events of one type. Only the first ten are listed. */
    timelineIsComplete: z.boolean(),
  });

const Count = z.int().check(z.minimum(0));
const Rate = z.number().check(z.minimum(0), z.maximum(1));

/** The figures of the orders that were placed on a day. */
const InsightsDay = () =>
  z.strictObject({
    day: Day,
    /** How many orders reached each step. A completed order also counts as placed, reserved and paid. */
    orders: z.strictObject({
      placed: Count,
      reserved: Count,
      paid: Count,
      completed: Count,
      rejected: Count,
      cancelled: Count,
      expired: Count,
    }),
    /** The shares of the placed orders that were rejected, and that expired. */
    rejectionRate: Rate,
    expiryRate: Rate,
    /** The money that was paid and refunded for these orders until now, in minor units. */
    money: z.array(z.strictObject({ currency: CurrencyCode, revenue: z.int(), refunds: z.int() })),
    /** The times within which half and 95 % of the paid orders were paid. Each is at most a quarter too long. */
    secondsToPay: z.optional(z.strictObject({ p50: Count, p95: Count })),
    /** The ten products with the most units in paid orders. */
    bestSellers: z.array(z.strictObject({ productId: ProductId, units: Count })),
  });

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({
  InsightsOrder: InsightsOrder(),
  InsightsOrderDetails: InsightsOrderDetails(),
  InsightsDay: InsightsDay(),
});

/** An amount in minor units, in a query. */
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
 * Lists orders of all customers, newest first. `amountFrom` and `amountTo` limit the total, and need a `currency`. With
 * `status`, `currency`, an amount, a pickup code or the end of an id, a page may hold fewer than `limit` orders and
 * still have a `nextCursor`.
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
       * An order's id, its last eight characters, its pickup code, or the correlation id of the request that placed it.
       */
      text: z.optional(storableText(128)),
      /** Required with an amount. */
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

/** Shows an order with the timeline of its events across all services. */
export const getOrderTimeline = /* @__PURE__ */ route({
  method: 'GET',
  path: '/insights/orders/{orderId}',
  auth: 'staff',
  summary: 'Show an order with its timeline',
  params: z.strictObject({ orderId: OrderId }),
  problems: ['insights.order-not-found'],
  answers: () => ({ 200: InsightsOrderDetails() }),
});

/** Shows the figures of the orders that were placed on a day. */
export const getDayFigures = /* @__PURE__ */ route({
  method: 'GET',
  path: '/insights/days/{day}',
  auth: 'staff',
  summary: 'Show the figures of a day',
  params: z.strictObject({ day: Day }),
  answers: () => ({ 200: InsightsDay() }),
});
