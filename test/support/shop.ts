import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { api, callAs, demand, whileUnavailable, type Role } from './callers.ts';
import { eventually, PATIENCE_MS } from './eventually.ts';
import { onPaymentPage } from './gateway.ts';
import { request, type Answer } from './http.ts';

/** A customer that no other test uses. */
export const newCustomer = (): string => `customer-${randomUUID()}`;

/**
 * Creates a product with stock. Repeats its requests while Orderly is unavailable, as a good client does.
 * @returns its id, as soon as the orders service knows its price.
 */
export const newProduct = async (available: number, unitAmount = 500): Promise<string> => {
  const productId = `product-${randomUUID()}`;
  const product = { name: `Product ${productId}`, unitAmount, currency: 'EUR', active: true };
  const put = await whileUnavailable(() =>
    callAs('admin', 'admin', 'PUT', `/products/${productId}`, { body: product }),
  );
  // The status is 200 if an earlier try took effect although its response had status 503.
  demand(put, 201, 200);
  if (available > 0) await restock(productId, available);
  // Places an order to find out whether the orders service knows the price. Its second product does not exist, so the
  // order is always refused: with one error if the price is known, and with two errors if it is not.
  await eventually(
    async () => {
      const items = [
        { productId, quantity: 1 },
        { productId: 'no-such-product', quantity: 1 },
      ];
      const probe = await callAs<{ errors?: unknown[] }>('probe', 'customer', 'POST', '/orders', {
        body: { items },
      });
      if (probe.body.errors?.length !== 1) throw new Error(JSON.stringify(probe.body));
    },
    { describe: `orders knowing the price of ${productId}` },
  );
  return productId;
};

export const restock = async (productId: string, units: number): Promise<void> => {
  const parts = { body: { change: units, reason: 'test' }, headers: { 'idempotency-key': randomUUID() } };
  const change = () => callAs('admin', 'admin', 'POST', `/products/${productId}/stock`, parts);
  demand(await whileUnavailable(change), 200);
};

export const availableOf = async (productId: string): Promise<number> =>
  demand(await request<{ available: number }>('GET', api(`/products/${productId}`)), 200).available;

export const reachAvailable = (
  productId: string,
  available: number,
  timeoutMs = PATIENCE_MS,
): Promise<void> =>
  eventually(
    async () => {
      const now = await availableOf(productId);
      if (now !== available) throw new Error(`${now} are available`);
    },
    { timeoutMs, describe: `${available} units of ${productId} being available` },
  );

/**
 * Places an order and returns it as accepted. Retries with the same idempotency key while Orderly is unavailable, as a
 * good client does.
 */
export const place = async (
  customer: string,
  items: readonly { readonly productId: string; readonly quantity: number }[],
  headers: Readonly<Record<string, string>> = {},
): Promise<OrderView> => {
  const parts = { body: { items }, headers: { 'idempotency-key': randomUUID(), ...headers } };
  const order = () => callAs<OrderView>(customer, 'customer', 'POST', '/orders', parts);
  return demand(await whileUnavailable(order), 202);
};

/** The current order, as staff see it. */
export const orderOf = async (orderId: string): Promise<OrderView> =>
  demand(await callAs<OrderView>('kitchen', 'staff', 'GET', `/orders/${orderId}`), 200);

/** A pattern that matches an order for which nothing was paid. On a slow machine, the order may have expired. */
export const unpaid = {
  status: expect.stringMatching(/^(AWAITING_PAYMENT|EXPIRED)$/),
  paidAmount: 0,
};

/** Waits until the order meets a condition. */
export const reachWhen = (
  orderId: string,
  what: string,
  holds: (order: OrderView) => boolean,
  timeoutMs = PATIENCE_MS,
): Promise<OrderView> =>
  eventually(
    async () => {
      const order = await orderOf(orderId);
      if (!holds(order)) throw new Error(`It is ${JSON.stringify(order)}`);
      return order;
    },
    { timeoutMs, describe: `order ${orderId} ${what}` },
  );

export const reach = (orderId: string, status: OrderView['status'], timeoutMs?: number): Promise<OrderView> =>
  reachWhen(orderId, `being ${status}`, (order) => order.status === status, timeoutMs);

export const reachLink = (orderId: string): Promise<OrderView> =>
  reachWhen(orderId, 'having a payment link', (order) => order.paymentLink !== undefined);

/** Places an order, waits for its payment link, pays, and waits until the order is PAID. */
export const placePaid = async (customer: string, productId: string, quantity = 1): Promise<OrderView> => {
  const { orderId } = await place(customer, [{ productId, quantity }]);
  demand(await onPaymentPage(await reachLink(orderId), 'succeed'), 200);
  return reach(orderId, 'PAID');
};

/** Sets an email address for a customer. */
export const withMail = async (customer: string): Promise<void> => {
  const body = { email: `${customer}@example.com`, channels: { email: true, sms: false } };
  demand(await callAs(customer, 'customer', 'PUT', '/me/contact', { body }), 200);
};

/**
 * Waits until a customer has received a message about an event of type `last`.
 * @returns the event types of all messages, in the order in which the API lists them.
 */
export const reachMessage = (customer: string, last: string): Promise<readonly string[]> =>
  eventually(
    async () => {
      const path = '/me/notifications?limit=50';
      const answer = await callAs<{ items: { eventType: string }[] }>(customer, 'customer', 'GET', path);
      const types = demand(answer, 200).items.map(({ eventType }) => eventType);
      if (!types.includes(last)) throw new Error(`So far: ${types.join(', ')}`);
      return types;
    },
    { describe: `the message ${last} to ${customer}` },
  );

export const cancel = (sub: string, role: Role, orderId: string): Promise<Answer<OrderView>> =>
  callAs<OrderView>(sub, role, 'POST', `/orders/${orderId}/cancel`, { body: {} });

/** Changes the status of a ticket in the kitchen. Retries because the ticket may not exist yet. */
export const kitchenStep = (orderId: string, step: 'start' | 'ready' | 'complete'): Promise<unknown> =>
  eventually(
    async () =>
      demand(await callAs('kitchen', 'staff', 'POST', `/fulfilment/tickets/${orderId}/${step}`), 200),
    { describe: `the kitchen's step ${step} of ${orderId}` },
  );
