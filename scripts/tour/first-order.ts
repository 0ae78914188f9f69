import type { Stack } from '../deployment/stack-file.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { eventually } from './eventually.ts';
import { issueToken } from './token.ts';

export type TourOrder = {
  orderId: string;
  status: string;
  totalAmount: number;
  currency: string;
  paymentLink?: string;
  items: { name: string; quantity: number }[];
  history: { status: string; at: string; cause?: string }[];
};
export type TourNotification = {
  eventType: string;
  orderId: string;
  channel: string;
  sentAt: string;
  subject: string;
};
export type Tour = { order: TourOrder; notifications: TourNotification[] };

const patience = 60_000;

/** Waits until the order has a status. */
const reach = (customer: ApiClient, orderId: string, status: string) =>
  eventually(
    async () => {
      const order = await customer.get<TourOrder>(`/orders/${orderId}`);
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
  const customer = apiClient(stack.apiUrl, await issueToken(stack, 'ada', 'customer', phone));
  const staff = apiClient(stack.apiUrl, await issueToken(stack, 'kitchen', 'staff'));

  const channels = { email: true, sms: true };
  await customer.put('/me/contact', { email: 'ada@example.com', phone, channels });
  const items = [
    { productId: 'espresso-nocturne-250', quantity: 1 },
    { productId: 'butter-croissant', quantity: 4 },
  ];
  const key = { 'idempotency-key': `first-order-${Date.now()}` };
  // The orders service learns of the products by events, so it may not know them yet.
  const { orderId } = await eventually(
    () => customer.post<TourOrder>('/orders', { items, note: 'No paper bag, please.' }, key),
    { timeoutMs: patience, describe: 'the first order being accepted' },
  );

  await eventually(
    async () => {
      const order = await customer.get<TourOrder>(`/orders/${orderId}`);
      if (order.status !== 'AWAITING_PAYMENT' || !order.paymentLink) {
        throw new Error(`Order ${orderId} is ${order.status}, without a payment link.`);
      }
      return apiClient(order.paymentLink).post('', { outcome: 'succeed' });
    },
    { timeoutMs: patience, describe: `order ${orderId} being paid on the provider's page` },
  );
  await reach(customer, orderId, 'PAID');

  const step = (name: string) =>
    eventually(() => staff.post(`/fulfilment/tickets/${orderId}/${name}`), {
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

/** The last message may arrive after the order is complete. Messages that take longer than 10 s are not shown. */
const notificationsOf = async (customer: ApiClient, orderId: string): Promise<TourNotification[]> => {
  let sent: TourNotification[] = [];
  const complete = async () => {
    const { items } = await customer.get<{ items: TourNotification[] }>('/me/notifications?limit=50');
    sent = items.filter((item) => JSON.stringify(item).includes(orderId)).toReversed();
    if (!JSON.stringify(sent).includes('OrderCompleted'))
      throw new Error('The last message has not arrived yet.');
  };
  await eventually(complete, { timeoutMs: 10_000 }).catch(() => {});
  return sent;
};
