import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { orderIdsOf } from '../../functions/orders/domain/place.ts';
import { sqs } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import { integrationEvent } from '../support/bus-messages.ts';
import { callAs } from '../support/callers.ts';
import {
  cancel,
  newCustomer,
  newProduct,
  orderOf,
  place,
  reach,
  reachLink,
  unpaid,
} from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';

interface Group {
  readonly queue: string;
  readonly cause: string;
  readonly code: string;
  readonly messages: readonly { readonly messageId: string; readonly correlationId?: string }[];
}

const queue = 'orders-inbox';
const created: string[] = [];

const send = async (body: unknown): Promise<void> => {
  const QueueUrl = deployedStack().queues['ordersInbox'];
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
};

const deadLetters = async (): Promise<readonly Group[]> => {
  const answer = await callAs('admin', 'admin', 'GET', `/ops/dead-letters?queue=${queue}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body['groups'] as Group[];
};

const paymentClosed = (orderId: string, correlationId: string) =>
  integrationEvent('PaymentClosed', orderId, { orderId }, { at: new Date().toISOString(), correlationId });

const restingWith = (correlationId: string) =>
  eventually(
    async () => {
      for (const group of await deadLetters()) {
        const message = group.messages.find((entry) => entry.correlationId === correlationId);
        if (message !== undefined) return { group, message };
      }
      throw new Error('The message is not in the dead-letter queue yet.');
    },
    { describe: `the dead letter of ${correlationId}` },
  );

const redrive = (messageIds: readonly string[]) =>
  callAs('admin', 'admin', 'POST', `/ops/dead-letters/${queue}/redrive`, { body: { messageIds } });

afterEach(async () => {
  for (const orderId of created.splice(0)) await cancel('kitchen', 'staff', orderId);
});

describe('a message that cannot be processed', () => {
  it('with invalid data moves to the dead-letter queue at once with its reason, without effect', async () => {
    const { orderId } = await place(newCustomer(), [{ productId: await newProduct(1), quantity: 1 }]);
    created.push(orderId);
    await reachLink(orderId);
    const correlationId = randomUUID();
    const event = paymentClosed(orderId, correlationId);
    await send({ ...event, data: { orderId: 'not an order id' } });
    const { group } = await restingWith(correlationId);
    expect(group).toMatchObject({ code: 'message.invalid', cause: expect.stringContaining('orderId') });
    expect(await orderOf(orderId)).toMatchObject(unpaid);
  });

  it('for an unknown order becomes a dead letter after retries; a redrive succeeds once the order exists', async () => {
    const customer = newCustomer();
    const key = randomUUID();
    const { orderId } = orderIdsOf(customer, key, new Date().toISOString());
    const correlationId = randomUUID();
    await send(paymentClosed(orderId, correlationId));
    const { group, message } = await restingWith(correlationId);
    expect(group.code).toBe('order.not-found');

    await place(customer, [{ productId: await newProduct(1), quantity: 1 }], { 'idempotency-key': key });
    const { payBy = '' } = await reachLink(orderId);
    expect(await redrive([message.messageId])).toMatchObject({ status: 200, body: { count: 1 } });
    const expired = await reach(orderId, 'EXPIRED');
    expect((expired.history.at(-1)?.at ?? payBy) < payBy).toBe(true);
    expect((await deadLetters()).flatMap(({ messages }) => messages)).not.toContainEqual(
      expect.objectContaining({ correlationId }),
    );
  });
});

describe('the status for operators', () => {
  it('shows every queue with its depth and its dead letters, from all sources', async () => {
    const { status, body } = await callAs<{
      unavailable: string[];
      queues: { name: string; depth: number; deadLetters?: number }[];
    }>('admin', 'admin', 'GET', '/ops/status');
    expect([status, body.unavailable]).toEqual([200, []]);
    expect(body.queues.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'orders-inbox',
        'orders-watchdog',
        'inventory-inbox',
        'payments-inbox',
        'fulfilment-inbox',
        'notifications-inbox',
      ]),
    );
  });

  it('answers an unknown queue with 404', async () => {
    const answer = await callAs('admin', 'admin', 'POST', '/ops/dead-letters/no-such-queue/redrive', {
      body: {},
    });
    expect(answer.status).toBe(404);
  });
});
