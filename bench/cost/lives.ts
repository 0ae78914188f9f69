import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { inParallel } from '../../scripts/console/in-parallel.ts';
import { apiClient, type ApiClient } from '../../scripts/tour/api-client.ts';
import { eventually } from '../../scripts/tour/eventually.ts';
import { stateOf, type Item } from '../../shared/persistence/versioned-items.ts';
import { totalCalls } from './requests.ts';
import type { MeteredStack } from './running.ts';
import { requests, WORKERS, type Path, type Shop } from './shop.ts';

const patience = { timeoutMs: 180_000 };

/** Waits until an item has the expected state. The meter does not count these reads. */
const holds = (
  { dynamo, stack }: MeteredStack,
  service: 'orders' | 'fulfilment',
  pk: string,
  wanted: (state: Item) => boolean,
): Promise<void> =>
  eventually(
    async () => {
      const query = { TableName: stack.tables[service], Key: { pk: { S: pk } }, ConsistentRead: true };
      const { Item } = await dynamo.send(new GetItemCommand(query));
      const state = Item && stateOf(unmarshall(Item));
      if (state === undefined || !wanted(state)) throw new Error(`${pk} is ${String(state?.['status'])}`);
    },
    { ...patience, describe: pk },
  );

const reach = (metered: MeteredStack, orderId: string, status: string, linked = false): Promise<void> =>
  holds(
    metered,
    'orders',
    `order#${orderId}`,
    (order) => order['status'] === status && !(linked && order['paymentLink'] === undefined),
  );

interface Order {
  readonly orderId: string;
  readonly paymentLink?: string;
}

/**
 * Sends the requests that a customer and the staff make for one order of a path, such as `happy` or `cancelled`.
 * Neither the customer nor the staff poll the API.
 */
const live = async ({ metered, staff }: Shop, customer: ApiClient, path: Path): Promise<string> => {
  const key = { 'idempotency-key': crypto.randomUUID() };
  const place = (): Promise<Order> => customer.post<Order>('/orders', requests[path], key);
  // The first orders can arrive before the orders service knows the product, so a refused request is repeated.
  const { orderId } = await eventually(place, patience);
  if (path === 'sold out' || path === 'expired') return orderId;
  await reach(metered, orderId, 'AWAITING_PAYMENT', true);
  if (path === 'cancelled') {
    await customer.post(`/orders/${orderId}/cancel`, {});
    return orderId;
  }
  const { paymentLink = '' } = await customer.get<Order>(`/orders/${orderId}`);
  const page = `${metered.stack.simulatorsUrl}${paymentLink.slice(paymentLink.indexOf('/gateway/pay/'))}`;
  await apiClient(page).post('', { outcome: 'succeed' });
  await reach(metered, orderId, 'PAID');
  const step = (name: string): Promise<unknown> => staff.post(`/fulfilment/tickets/${orderId}/${name}`);
  // The staff start a ticket when they see it, and continue when the orders service has confirmed the start.
  const ticket = `ticket#${orderId}`;
  await holds(metered, 'fulfilment', ticket, ({ status }) => status === 'WAITING');
  await step('start');
  await holds(metered, 'fulfilment', ticket, ({ confirmed }) => confirmed === true);
  await step('ready');
  await reach(metered, orderId, 'READY');
  await step('complete');
  return orderId;
};

const finalStatus = {
  happy: 'COMPLETED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
  'sold out': 'REJECTED',
  'two lines and a note': 'COMPLETED',
  UUID: 'COMPLETED',
} as const satisfies Record<Path, string>;

/**
 * Takes orders through their whole life, and waits until all messages that they caused have been processed.
 * @param customers clients of the customers, who place the orders in turn
 * @param ended called after each order with the number of orders so far
 */
export const letLive = async (
  shop: Shop,
  customers: readonly ApiClient[],
  path: Path,
  orders: number,
  ended: (count: number) => void = () => {},
): Promise<void> => {
  const placed: string[] = [];
  await inParallel(orders, WORKERS, async (index) => {
    placed.push(await live(shop, customers[index % customers.length] as ApiClient, path));
    ended(placed.length);
  });
  for (const orderId of placed) await reach(shop.metered, orderId, finalStatus[path]);
  await untilQuiet(shop.metered);
};

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Waits until all queues are empty, including delayed messages, and the meter has not changed for a while. */
export const untilQuiet = async ({ sqs, stack, meter, proxy }: MeteredStack): Promise<void> => {
  const queues = Object.entries(stack.queues).filter(([name]) => !name.endsWith('Dlq'));
  const marks = (): string => JSON.stringify([meter.charges.length, totalCalls(proxy.calls.values())]);
  let [last, still] = ['', 0];
  await eventually(
    async () => {
      for (const [name, QueueUrl] of queues) {
        const query = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] });
        const { Attributes = {} } = await sqs.send(query);
        const left = COUNTS.reduce((sum, count) => sum + Number(Attributes[count] ?? 0), 0);
        if (left > 0) throw new Error(`${name} has ${left} messages`);
      }
      const now = marks();
      still = now === last ? still + 1 : 0;
      last = now;
      if (still < 20) throw new Error('The functions are still sending requests');
    },
    { timeoutMs: 300_000, describe: 'all queues being empty' },
  );
};
