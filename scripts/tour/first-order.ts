import {
  bodyOf,
  orderlyClient,
  type Order,
  type OrderlyClient,
  type SentMessage,
} from '../../client/index.ts';
import type { Stack } from '../deployment/stack-file.ts';
import { apiClient, patientFetch } from './api-client.ts';
import { eventually } from './eventually.ts';
import { issueToken } from './token.ts';

export type Tour = { order: Order; notifications: SentMessage[] };

const patience = 60_000;

const orderOf = (customer: OrderlyClient, orderId: string): Promise<Order> =>
  bodyOf(customer.GET('/orders/{orderId}', { params: { path: { orderId } } }));

/** Waits until the order has this status. */
const reach = (customer: OrderlyClient, orderId: string, status: Order['status']) =>
  eventually(
    async () => {
      const order = await orderOf(customer, orderId);
      if (order.status !== status) throw new Error(`Order ${orderId} is ${order.status}.`);
      return order;
    },
    { timeoutMs: patience, describe: `order ${orderId} becoming ${status}` },
  );

/**
 * Takes one order through its whole life:
 *
 * 1. The customer enters contact details and places the order.
 * 2. The customer pays on the provider's page when the stock is reserved and the payment link exists.
 * 3. The staff prepare the order, mark it as ready and complete it.
 *
 * @throws Error if a step takes more than a minute
 */
export const walkFirstOrder = async (stack: Stack): Promise<Tour> => {
  const phone = '+4915112345678';
  const client = (token: string) => orderlyClient({ baseUrl: stack.apiUrl, token, fetch: patientFetch });
  const customer = client(await issueToken(stack, 'ada', 'customer', phone));
  const staff = client(await issueToken(stack, 'kitchen', 'staff'));

  const channels = { email: true, sms: true };
  await bodyOf(customer.PUT('/me/contact', { body: { email: 'ada@example.com', phone, channels } }));
  const items = [
    { productId: 'espresso-nocturne-250', quantity: 1 },
    { productId: 'butter-croissant', quantity: 4 },
  ];
  const params = { header: { 'Idempotency-Key': `first-order-${Date.now()}` } };
  // The orders service receives the products by events, so it may not have them yet.
  const { orderId } = await eventually(
    () => bodyOf(customer.POST('/orders', { params, body: { items, note: 'No paper bag, please.' } })),
    { timeoutMs: patience, describe: 'the first order being accepted' },
  );

  await eventually(
    async () => {
      const order = await orderOf(customer, orderId);
      if (order.status !== 'AWAITING_PAYMENT' || !order.paymentLink) {
        throw new Error(`Order ${orderId} is ${order.status}, without a payment link.`);
      }
      return apiClient(order.paymentLink).post('', { outcome: 'succeed' });
    },
    { timeoutMs: patience, describe: `order ${orderId} being paid on the provider's page` },
  );
  await reach(customer, orderId, 'PAID');

  const path = { orderId };
  const step = (name: 'start' | 'ready' | 'complete') =>
    eventually(() => bodyOf(staff.POST(`/fulfilment/tickets/{orderId}/${name}`, { params: { path } })), {
      timeoutMs: patience,
      describe: `the kitchen's step "${name}" of order ${orderId}`,
    });
  await step('start');
  await reach(customer, orderId, 'PREPARING');
  await step('ready');
  await reach(customer, orderId, 'READY');
  await step('complete');
  const order = await reach(customer, orderId, 'COMPLETED');
  return { order, notifications: await notificationsOf(customer, orderId) };
};

/** The messages about an order. Waits at most 10 s for the message about its completion. */
const notificationsOf = async (customer: OrderlyClient, orderId: string): Promise<SentMessage[]> => {
  let sent: SentMessage[] = [];
  const complete = async () => {
    const { items } = await bodyOf(customer.GET('/me/notifications', { params: { query: { limit: 50 } } }));
    sent = items.filter((item) => item.orderId === orderId).toReversed();
    if (!sent.some(({ eventType }) => eventType === 'OrderCompleted'))
      throw new Error('The last message has not arrived yet.');
  };
  await eventually(complete, { timeoutMs: 10_000 }).catch(() => {});
  return sent;
};
