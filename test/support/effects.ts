import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { dynamoMessageLog } from '../../functions/notifications/adapters/dynamo-message-log.ts';
import { batchGetAll } from '../../shared/persistence/document-client.ts';
import { documents, sqs } from './aws.ts';
import { deployedStack } from './stack.ts';

export const deadLetterCounts = async (): Promise<Readonly<Record<string, number>>> => {
  const queues = Object.entries(deployedStack().queues).filter(([name]) => name.endsWith('Dlq'));
  const counts = queues.map(async ([name, QueueUrl]) => {
    const { Attributes } = await sqs().send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return [name, Number(Attributes?.ApproximateNumberOfMessages)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
};

/** The largest number of keys that DynamoDB allows in one `BatchGetItem`. */
const KEYS = 100;

/** Calls `read` for all orders, in batches of at most `KEYS`, and joins the results. */
const inBatches = async <Found>(
  orderIds: readonly string[],
  read: (some: readonly string[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> => {
  const starts = Array.from({ length: Math.ceil(orderIds.length / KEYS) }, (_, batch) => batch * KEYS);
  return (await Promise.all(starts.map((start) => read(orderIds.slice(start, start + KEYS))))).flat();
};

/** For each order, the status of its item in the service's table, by the item's key. */
const statuses = async (service: string, kind: string, orderIds: readonly string[]) => {
  const { client, table } = documents(service);
  const entries = await inBatches(orderIds, async (some) => {
    const keys = some.map((orderId) => `${kind}#${orderId}`);
    const items = await batchGetAll(client, table, keys);
    return [...items].map(([key, item]) => [key, String(item['status'])] as const);
  });
  return new Map(entries);
};

/** The ids of those events about these orders for which the customer was sent a message. */
const notifiedOf = async (orderIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const { client, table } = documents('notifications');
  const logs = await inBatches(orderIds, dynamoMessageLog(client, table).loadMany);
  const messages = logs.flatMap((log) => log.messages);
  return new Set(messages.filter(({ state }) => state.status === 'SENT').map(({ eventId }) => eventId));
};

/** The event that reports how an unpaid order ended. The order is CANCELLED if its stock was not reserved in time. */
const endOf = { EXPIRED: 'OrderExpired', CANCELLED: 'OrderCancelled' } as const;

export interface UnpaidOrder {
  readonly orderId: string;
  readonly status: keyof typeof endOf;
}

/**
 * Lists the missing effects of the events about ended orders: messages that were not sent, and for EXPIRED orders also
 * payments that were not closed and reservations that were not released. The customers must have a verified e-mail
 * address. Otherwise their messages count as missing.
 * @param moreIds ids of further events that the customers must have been notified of.
 */
export const missingEffects = async (
  orders: readonly UnpaidOrder[],
  moreIds: readonly string[],
): Promise<readonly string[]> => {
  const orderIds = orders.map(({ orderId }) => orderId);
  const expired = orders.filter(({ status }) => status === 'EXPIRED').map(({ orderId }) => orderId);
  const notified = await notifiedOf(orderIds);
  const payments = await statuses('payments', 'payment', expired);
  const reservations = await statuses('inventory', 'reservation', expired);
  const expected = orders.flatMap(({ orderId, status }) => [
    `OrderCreated:${orderId}:1`,
    `${endOf[status]}:${orderId}`,
  ]);
  return [
    ...[...expected, ...moreIds].filter((id) => !notified.has(id)),
    ...expired.map((orderId) => `payment#${orderId}`).filter((key) => payments.get(key) !== 'CLOSED'),
    ...expired
      .map((orderId) => `reservation#${orderId}`)
      .filter((key) => reservations.get(key) !== 'RELEASED'),
  ];
};
