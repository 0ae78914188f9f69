import * as z from 'zod/mini';
import {
  Amount,
  CurrencyCode,
  CustomerId,
  InstantField,
  OrderId,
  OrderLine,
  ProductId,
  Quantity,
  RejectionReason,
  Shortage,
} from '../../shared/events/fields.ts';
import { OrderStatus } from '../../shared/events/orders.ts';
import { pageOf, pageQuery } from '../../shared/http/page.ts';
import { multilineText, route, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'order.not-found': { status: 404, meaning: 'No order has this id, or the order belongs to somebody else.' },
  'order.not-cancellable': { status: 409, meaning: 'The order has ended, or its preparation has started.' },
  'order.product-not-available': {
    status: 422,
    meaning: 'A product does not exist or is not for sale. `errors` names the lines.',
  },
  'order.several-currencies': {
    status: 422,
    meaning: 'The products are priced in different currencies. Place one order for each currency.',
  },
  'order.currency-not-accepted': {
    status: 422,
    meaning: 'The payment provider accepts no payments in the currency of the products.',
  },
  'order.total-too-small': {
    status: 422,
    meaning: 'The total is below the smallest amount that the payment provider accepts.',
  },
  'order.total-too-large': {
    status: 422,
    meaning: 'The total is above the largest amount that the payment provider accepts.',
  },
  'order.total-not-payable': {
    status: 422,
    meaning: 'In this currency, the provider accepts only certain amounts, such as amounts that end in 0.',
  },
  'order.too-many-unpaid': {
    status: 429,
    meaning:
      'The customer has as many unpaid orders as the shop allows, or has placed 100 orders recently. `Retry-After` says when another order is possible at the latest.',
  },
  'order.vanished': {
    status: 503,
    meaning: 'The order was deleted while the request ran. Repeat the request.',
  },
  'idempotency.key-settling': {
    status: 503,
    meaning: 'A new 365-day period has just begun for this key. Repeat the request after a minute.',
  },
  'erasure.account-not-deleted': {
    status: 503,
    meaning:
      'The erasure is under way, but the account for signing in could not be deleted. Repeat the request.',
  },
  'erasure.vanished': {
    status: 503,
    meaning: 'The record of an earlier erasure was deleted while the request ran. Repeat the request.',
  },
} as const satisfies Problems;

const OrderPath = z.object({ orderId: OrderId });

/** An order as the API returns it. */
const Order = () =>
  z.strictObject({
    orderId: OrderId,
    customerId: CustomerId,
    status: OrderStatus,
    items: z.array(z.strictObject(OrderLine.shape)).check(z.minLength(1)),
    /** The price of all items together, in minor units of the currency, such as cents. */
    totalAmount: Amount,
    currency: CurrencyCode,
    note: z.optional(z.string()),
    createdAt: InstantField,
    /** The customer must pay until this time. The order expires if it is not paid by then. */
    payBy: z.optional(InstantField),
    /** The page of the payment provider where the customer pays. Present while the customer can pay. */
    paymentLink: z.optional(z.url()),
    /** The amount that was paid, in minor units. */
    paidAmount: Amount,
    refundedAmount: Amount,
    /** Each status that the order had, and up to five declined payments, oldest first. */
    history: z.array(z.strictObject({ status: OrderStatus, at: InstantField, cause: z.string() })),
    /**
     * What has to happen next, since when the order waits for this, and until when at the latest. `payment-closure`:
     * the time to pay is over, and Orderly asks the payment provider whether the customer has paid.
     */
    waitingFor: z.optional(
      z.strictObject({
        what: z.enum([
          'stock',
          'payment-link',
          'payment',
          'payment-closure',
          'preparation',
          'readiness',
          'collection',
          'refund',
        ]),
        since: InstantField,
        until: z.optional(InstantField),
      }),
    ),
    /** Why the order was rejected. */
    rejection: z.optional(
      z.strictObject({ reason: RejectionReason, shortages: z.array(z.strictObject(Shortage.shape)) }),
    ),
    /** The `reason` that the person who cancelled the order gave. Only staff see this field. */
    remark: z.optional(z.string()),
  });

/** The products to order: 1 to 20 different products, and 1 to 1,000 units of each. */
const PlaceOrderRequest = z.strictObject({
  items: z.array(z.strictObject({ productId: ProductId, quantity: Quantity })).check(
    z.minLength(1),
    z.maxLength(20),
    z.superRefine((items, context) => {
      const seen = new Set<string>();
      items.forEach(({ productId }, index) => {
        if (seen.has(productId)) {
          context.addIssue({
            code: 'custom',
            path: [index, 'productId'],
            message: 'is also in an earlier line; order each product in one line',
          });
        }
        seen.add(productId);
      });
    }),
  ),
  /** The customer's wishes for the preparation, which the kitchen reads. */
  note: z.optional(multilineText(500)),
});

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Order: Order(), PlaceOrderRequest, Erasure: Erasure() });

/**
 * Places an order. The response comes before the stock is reserved. A repeated request with the same idempotency key
 * returns the order that the first request placed.
 */
export const placeOrder = /* @__PURE__ */ route({
  method: 'POST',
  path: '/orders',
  auth: 'customer',
  signed: true,
  summary: 'Place an order',
  body: PlaceOrderRequest,
  idempotencyKey: 'optional',
  problems: [
    'order.product-not-available',
    'order.several-currencies',
    'order.currency-not-accepted',
    'order.total-too-small',
    'order.total-too-large',
    'order.total-not-payable',
    'order.too-many-unpaid',
    'order.vanished',
    'idempotency.key-settling',
  ],
  answers: () => ({ 202: Order() }),
});

/**
 * Lists the caller's orders, newest first. If `status` is set, lists only orders with this status. A page may then have
 * fewer than `limit` orders and still have a `nextCursor`.
 */
export const listOrders = /* @__PURE__ */ route({
  method: 'GET',
  path: '/orders',
  auth: 'customer',
  signed: true,
  summary: "List the caller's own orders, newest first",
  query: z.strictObject({ ...pageQuery, status: z.optional(OrderStatus) }),
  answers: () => ({ 200: pageOf(Order()) }),
});

/** Shows an order. Only the customer who placed it and staff may see it. */
export const getOrder = /* @__PURE__ */ route({
  method: 'GET',
  path: '/orders/{orderId}',
  auth: 'customer',
  signed: true,
  summary: 'Show an order',
  params: OrderPath,
  problems: ['order.not-found'],
  answers: () => ({ 200: Order() }),
});

/** Cancels an order. The customer may cancel until the preparation starts, staff until the order is handed over. */
export const cancelOrder = /* @__PURE__ */ route({
  method: 'POST',
  path: '/orders/{orderId}/cancel',
  auth: 'customer',
  signed: true,
  summary: 'Cancel an order',
  params: OrderPath,
  body: z.strictObject({ reason: z.optional(multilineText(200).check(z.minLength(1))) }),
  problems: ['order.not-found', 'order.not-cancellable'],
  answers: () => ({ 200: Order() }),
});

/** When an erasure of personal data was requested, and when it is complete. */
const Erasure = () =>
  z.strictObject({
    requestedAt: InstantField,
    /** When the last copies have expired in backups, archives, logs and queues (docs/personal-data.md). */
    completeBy: InstantField,
  });

/**
 * Erases the caller's personal data, and the account for signing in if Orderly keeps it. Each order stays, under a
 * random pseudonym of its own. Repeating the request returns the erasure that is under way.
 */
export const eraseMe = /* @__PURE__ */ route({
  method: 'DELETE',
  path: '/me',
  auth: 'customer',
  summary: "Erase the caller's personal data",
  body: z.strictObject({}),
  problems: ['erasure.account-not-deleted', 'erasure.vanished'],
  answers: () => ({ 202: Erasure() }),
});

/**
 * Erases a customer's personal data, on the customer's request. The response is the same for an unknown customer,
 * because no service knows all customers. Repeating the request returns the erasure that is under way.
 */
export const eraseCustomer = /* @__PURE__ */ route({
  method: 'DELETE',
  path: '/customers/{customerId}',
  auth: 'admin',
  summary: "Erase a customer's personal data",
  params: z.object({ customerId: CustomerId }),
  body: z.strictObject({}),
  problems: ['erasure.account-not-deleted', 'erasure.vanished'],
  answers: () => ({ 202: Erasure() }),
});
