import { writeFileSync } from 'node:fs';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { localFile } from '../../scripts/console/paths.ts';
import { MOST_MESSAGES } from '../../functions/live/domain/limits.ts';
import { personOf } from '../../functions/live/domain/topics.ts';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { hashOf } from '../../shared/kernel/ids.ts';
import { documents } from '../support/aws.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { inParallel } from '../support/in-parallel.ts';
import { connectAs, openSocket, takeTicket, type LiveSocket } from '../support/live-socket.ts';
import {
  cancel,
  kitchenStep,
  newCustomer,
  newProduct,
  place,
  placePaid,
  reach,
  reachLink,
} from '../support/shop.ts';

const opened: LiveSocket[] = [];
const connect = async (...who: Parameters<typeof connectAs>): Promise<LiveSocket> => {
  const socket = await connectAs(...who);
  opened.push(socket);
  return socket;
};
afterEach(() => {
  for (const socket of opened.splice(0)) socket.close();
});

const { client, table } = documents('live');
const itemOf = async (pk: string) => {
  const query = { TableName: table, Key: { pk }, ConsistentRead: true };
  return (await client.send(new GetCommand(query))).Item;
};
const connectionsOf = async (topic: string): Promise<readonly string[]> => [
  ...(((await itemOf(topic))?.['connections'] ?? []) as Iterable<string>),
];

let productId: string;
beforeAll(async () => {
  productId = await newProduct(500);
}, 120_000);

describe('a ticket', () => {
  it('opens one connection, and only one', async () => {
    const ticket = await takeTicket(newCustomer());
    const first = await openSocket(ticket);
    first?.say({ action: 'ping' });
    await first?.hears({ type: 'pong' });

    expect(first).toBeDefined();
    expect(await openSocket(ticket)).toBeUndefined();
    first?.close();
  });

  it('is stored only as a hash, without the id of its owner', async () => {
    const customer = newCustomer();
    const { ticket } = await takeTicket(customer);
    const item = JSON.stringify(await itemOf(`ticket#${hashOf(ticket)}`));

    expect(item).toContain(personOf(customer));
    expect(item).not.toContain(ticket);
    expect(item).not.toContain(customer);
  });

  it('opens nothing if it is missing, invented or expired', async () => {
    const { url } = await takeTicket(newCustomer());
    const [invented, expired] = ['i'.repeat(43), 'e'.repeat(43)];
    const Item = {
      pk: `ticket#${hashOf(expired)}`,
      person: personOf('someone'),
      isStaff: true,
      expiresAt: Math.floor(Date.now() / 1000) - 1,
    };
    await client.send(new PutCommand({ TableName: table, Item }));

    for (const ticket of ['', invented, expired]) expect(await openSocket({ url, ticket })).toBeUndefined();
  });
});

describe('a connection', () => {
  it('of a customer hears of each step of her order, and nobody else does', async () => {
    const [customer, other] = [newCustomer(), newCustomer()];
    const [hers, foreign] = [await connect(customer), await connect(other)];
    const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
    // The subscription need not wait for the first event of the order.
    for (const socket of [hers, foreign]) socket.say({ action: 'subscribe', to: 'order', orderId });
    await hers.hears({ type: 'subscribed', to: 'order', orderId });
    await foreign.hears({ type: 'subscribed', to: 'order', orderId });
    await reachLink(orderId);
    await hers.hears({ type: 'changed', to: 'order', orderId });
    await cancel(customer, 'customer', orderId);
    await reach(orderId, 'CANCELLED');
    await eventually(async () => expect(hers.heard.filter(({ type }) => type === 'changed')).toHaveLength(2));

    // A push contains nothing but the id of the order.
    expect(hers.heard.at(-1)).toEqual({ type: 'changed', to: 'order', orderId });
    foreign.say({ action: 'ping' });
    await foreign.hears({ type: 'pong' });
    expect(foreign.heard.map(({ type }) => type)).toEqual(['subscribed', 'pong']);
  });

  it('of staff hears of any order, of the kitchen and of operations', async () => {
    const staff = await connect('kim', 'staff');
    const { orderId } = await placePaid(newCustomer(), productId);
    staff.say({ action: 'subscribe', to: 'order', orderId });
    staff.say({ action: 'subscribe', to: 'kitchen' });
    staff.say({ action: 'subscribe', to: 'operations' });
    await staff.hears({ type: 'subscribed', to: 'order' });
    await staff.hears({ type: 'subscribed', to: 'kitchen' });
    await staff.hears({ type: 'subscribed', to: 'operations' });
    await kitchenStep(orderId, 'start');

    await staff.hears({ type: 'changed', to: 'order', orderId });
    await staff.hears({ type: 'changed', to: 'kitchen' });
    await staff.hears({ type: 'changed', to: 'operations' });
  });

  it.each(['kitchen', 'operations'])('of a customer may not follow the %s', async (to) => {
    const customer = await connect(newCustomer());
    customer.say({ action: 'subscribe', to });

    expect(await customer.hears({ type: 'error' })).toMatchObject({ code: 'live.role-missing' });
  });

  it('gets an error for a message that is not valid, and stays open', async () => {
    const customer = await connect(newCustomer());
    for (const message of [
      'no JSON',
      { action: 'subscribe', to: 'order', orderId: '1' },
      { action: 'dance' },
    ]) {
      customer.say(message);
    }
    await eventually(async () => expect(customer.heard).toHaveLength(3));
    expect(new Set(customer.heard.map(({ code }) => code))).toEqual(new Set(['live.invalid-message']));

    customer.say({ action: 'ping' });
    await customer.hears({ type: 'pong' });
  });

  it('that sends too many messages is closed', async () => {
    const customer = await connect(newCustomer());
    for (let n = 0; n <= MOST_MESSAGES; n += 1) customer.say({ action: 'ping' });
    await customer.closed;
    expect(customer.heard.length).toBeLessThanOrEqual(MOST_MESSAGES);
  });

  it('leaves no item behind when it is closed', async () => {
    const customer = newCustomer();
    const socket = await connect(customer);
    const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
    socket.say({ action: 'subscribe', to: 'order', orderId });
    await socket.hears({ type: 'subscribed' });
    const topic = `topic#order#${orderId}#${personOf(customer)}`;
    const [connectionId = ''] = await connectionsOf(topic);
    expect(await itemOf(`connection#${connectionId}`)).toMatchObject({ person: personOf(customer) });
    socket.close();

    await eventually(async () => {
      expect(await itemOf(`connection#${connectionId}`)).toBeUndefined();
      expect(await connectionsOf(topic)).toEqual([]);
    });
  });

  it('that is dead is removed by the next push, and the others hear of the change', async () => {
    const customer = newCustomer();
    const socket = await connect(customer);
    const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
    socket.say({ action: 'subscribe', to: 'order', orderId });
    await socket.hears({ type: 'subscribed' });
    const pk = `topic#order#${orderId}#${personOf(customer)}`;
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk },
        UpdateExpression: 'ADD connections :dead',
        ExpressionAttributeValues: { ':dead': new Set(['deadconnection00']) },
      }),
    );
    await reachLink(orderId);

    await socket.hears({ type: 'changed', orderId });
    await eventually(async () =>
      expect(await connectionsOf(pk)).toEqual([expect.not.stringContaining('dead')]),
    );
  });
});

/** The statuses of the orders in this test, in the only sequence in which an order can have them. */
const life = ['PENDING', 'AWAITING_PAYMENT', 'CANCELLED'];
const WATCHERS = 100;

it('lets 100 pages watch 100 orders: none goes backwards, and each ends with the last status', async () => {
  const delays: number[] = [];
  await inParallel(WATCHERS, 10, async () => {
    const customer = newCustomer();
    const socket = await connect(customer);
    const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
    const shown: string[] = [];
    let cancelledAt = 0;
    let reading = Promise.resolve();
    const read = async (): Promise<void> => {
      const answer = await callAs<OrderView>(customer, 'customer', 'GET', `/orders/${orderId}`);
      const { status } = demand(answer, 200);
      if (status === 'CANCELLED' && shown.at(-1) !== status) delays.push(Date.now() - cancelledAt);
      shown.push(status);
    };
    socket.onHeard = ({ type }) => {
      if (type === 'changed') reading = reading.then(read);
    };
    socket.say({ action: 'subscribe', to: 'order', orderId });
    await socket.hears({ type: 'subscribed' });
    await reachLink(orderId);
    await cancel(customer, 'customer', orderId);
    cancelledAt = Date.now();
    await eventually(async () => expect([orderId, shown.at(-1)]).toEqual([orderId, 'CANCELLED']), {
      timeoutMs: 60_000,
    });
    await reading;
    const steps = shown.map((status) => life.indexOf(status));
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
    socket.close();
  });
  const p = (share: number): number =>
    delays.toSorted((a, b) => a - b)[Math.ceil(share * delays.length) - 1] ?? 0;
  // Jest hides what tests print. The figures depend on the machine, so they are no condition of the test.
  const figures = { pages: WATCHERS, p50Ms: p(0.5), p95Ms: p(0.95) };
  writeFileSync(localFile('live-delays.json'), `${JSON.stringify(figures)}\n`);
  expect(delays).toHaveLength(WATCHERS);
}, 300_000);
