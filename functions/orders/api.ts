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
import { multilineText, route } from '../../shared/http/route.ts';

const OrderPath = z.object({ orderId: OrderId });

/** An order as the API returns it. */
const Order = () =>
  z.strictObject({
    orderId: OrderId,
    customerId: CustomerId,
    status: OrderStatus,
    items: z.array(z.strictObject(OrderLine.shape)).check(z.minLength(1)),
    totalAmount: Amount,
    currency: CurrencyCode,
    note: z.optional(z.string()),
    createdAt: InstantField,
    payBy: z.optional(InstantField),
    paymentLink: z.optional(z.url()),
    paidAmount: Amount,
    refundedAmount: Amount,
    history: z.array(z.strictObject({ status: OrderStatus, at: InstantField, cause: z.string() })),
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
    rejection: z.optional(
      z.strictObject({ reason: RejectionReason, shortages: z.array(z.strictObject(Shortage.shape)) }),
    ),
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
  note: z.optional(multilineText(500)),
});

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
  answers: () => ({ 202: Erasure() }),
});
