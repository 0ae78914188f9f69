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
  'order.not-found': { status: 404, meaning: 'No order has this id, or it belongs to somebody else.' },
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
      'The customer has as many unpaid orders as the shop allows. `Retry-After` says when one of them ends.',
  },
  'order.vanished': {
    status: 503,
    meaning: 'The item was deleted while the request ran. Repeat the request.',
  },
  'idempotency.key-settling': {
    status: 503,
    meaning: 'A new term of 365 days has just begun for this key. Repeat the request after a minute.',
  },
  'erasure.account-not-deleted': {
    status: 503,
    meaning:
      'The erasure is under way, but the account could not be deleted. Repeat the request to delete it.',
  },
  'erasure.vanished': {
    status: 503,
    meaning: 'The item was deleted while the request ran. Repeat the request.',
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
    /** In minor units of the currency, such as cents. */
    totalAmount: Amount,
    currency: CurrencyCode,
    note: z.optional(z.string()),
    createdAt: InstantField,
    /** The end of the time to pay. The order expires if it is not paid by then. */
    payBy: z.optional(InstantField),
    /** The page of the payment provider where the customer pays. */
    paymentLink: z.optional(z.url()),
    /** The amount that was paid, in minor units. */
    paidAmount: Amount,
    refundedAmount: Amount,
    /** Each status that the order had, oldest first. */
    history: z.array(z.strictObject({ status: OrderStatus, at: InstantField, cause: z.string() })),
    /** What has to happen next, and until when at the latest. */
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
    /** Free text of the person who cancelled. Only staff see this field. */
    remark: z.optional(z.string()),
  });

/** The products to order: 1 to 20 distinct ones, and 1 to 1,000 units of each. */
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
  /** A note for the kitchen. */
  note: z.optional(multilineText(500)),
});

/** The schemas that docs/api/openapi.yaml shows by name. */
export const schemas = () => ({ Order: Order(), PlaceOrderRequest, Erasure: Erasure() });

/**
 * Places an order. Repeating the request with the same idempotency key returns the order that the first request placed.
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
 * Lists the caller's orders. If few of them have the requested `status`, a page may hold fewer than `limit` orders and
 * still have a `nextCursor`.
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

/** Shows an order. Only its owner and staff may see it. */
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

/** Cancels an order. Only its owner and staff may do this. */
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

/** The answer to a request for erasure. */
const Erasure = () =>
  z.strictObject({
    requestedAt: InstantField,
    /** When the last copy has expired: in archives, backups, logs and queues (docs/personal-data.md). */
    completeBy: InstantField,
  });

/** A request for erasure has an empty body. */
const NoBody = z.strictObject({});

/** Repeating the request returns the erasure that is under way. */
export const eraseMe = /* @__PURE__ */ route({
  method: 'DELETE',
  path: '/me',
  auth: 'customer',
  summary: 'Forget the caller',
  body: NoBody,
  problems: ['erasure.account-not-deleted', 'erasure.vanished'],
  answers: () => ({ 202: Erasure() }),
});

/**
 * Forgets a customer on the customer's request. An unknown customer gets the same answer, because no service knows all
 * customers. Repeating the request returns the erasure that is under way.
 */
export const eraseCustomer = /* @__PURE__ */ route({
  method: 'DELETE',
  path: '/customers/{customerId}',
  auth: 'admin',
  summary: 'Forget a customer',
  params: z.object({ customerId: CustomerId }),
  body: NoBody,
  problems: ['erasure.account-not-deleted', 'erasure.vanished'],
  answers: () => ({ 202: Erasure() }),
});
