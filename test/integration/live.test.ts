import { randomUUID } from 'node:crypto';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { MOST_MESSAGES } from '../../functions/live/domain/limits.ts';
import { personOf } from '../../functions/live/domain/topics.ts';
import { documents } from '../support/aws.ts';
import { eventually } from '../support/eventually.ts';
import { connectAs, openSocket, type LiveSocket } from '../support/live-socket.ts';
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
const kept = <Socket extends LiveSocket>(socket: Socket): Socket => {
  opened.push(socket);
  return socket;
};
const open = async () => kept(await openSocket());
const connect = async (...who: Parameters<typeof connectAs>) => kept(await connectAs(...who));
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
});

/** Texts that are not valid tokens of this stage. */
const invalidTokens = ['', 'garbage', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJraW0ifQ.'];

describe('a connection of a stranger', () => {
  it.each(invalidTokens)('is closed at its first message, with the token %p', async (token) => {
    const socket = await open();
    socket.say({ action: 'subscribe', to: 'kitchen', token });
    expect(await socket.hears({ type: 'error' })).toMatchObject({ code: 'live.not-signed-in' });
    await socket.closed;
  });

  it.each(['no JSON', { action: 'dance' }, { action: 'ping' }])(
    'is closed at its first message if this is no subscription: %p',
    async (message) => {
      const socket = await open();
      socket.say(message);
      await socket.hears({ type: 'error' });
      await socket.closed;
    },
  );
});

/** Opens a connection for a new customer. The connection follows an order that does not exist. */
const following = async () => {
  const socket = await connect(newCustomer());
  socket.subscribe({ to: 'order', orderId: randomUUID() });
  await socket.hears({ type: 'subscribed' });
  return socket;
};

describe('a connection', () => {
  it('of a customer hears of each step of her order, and nobody else does', async () => {
    const [customer, other] = [newCustomer(), newCustomer()];
    const [hers, foreign] = [await connect(customer), await connect(other)];
    const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
    // The connections can subscribe even if the live service has not received the first event of the order yet.
    for (const socket of [hers, foreign]) socket.subscribe({ to: 'order', orderId });
    await hers.hears({ type: 'subscribed', to: 'order', orderId });
    await foreign.hears({ type: 'subscribed', to: 'order', orderId });
    await reachLink(orderId);
    await hers.hears({ type: 'changed', to: 'order', orderId });
    await cancel(customer, 'customer', orderId);
    await reach(orderId, 'CANCELLED');
    await eventually(async () => expect(hers.heard.filter(({ type }) => type === 'changed')).toHaveLength(2));

    // A push contains no other data of the order than its id.
    expect(hers.heard.at(-1)).toEqual({ type: 'changed', to: 'order', orderId });
    foreign.say({ action: 'ping' });
    await foreign.hears({ type: 'pong' });
    expect(foreign.heard.map(({ type }) => type)).toEqual(['subscribed', 'pong']);
  });

  it('of staff hears of any order, of the kitchen and of operations', async () => {
    const staff = await connect('kim', 'staff');
    const { orderId } = await placePaid(newCustomer(), productId);
    staff.subscribe({ to: 'order', orderId });
    staff.subscribe({ to: 'kitchen' });
    staff.subscribe({ to: 'operations' });
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
    customer.subscribe({ to });

    expect(await customer.hears({ type: 'error' })).toMatchObject({ code: 'live.role-missing' });
  });

  it('gets an error for a message that is not valid, and stays open', async () => {
    const customer = await following();
    for (const message of [
      'no JSON',
      { action: 'subscribe', to: 'order', orderId: '1' },
      { action: 'dance' },
    ]) {
      customer.say(message);
    }
    const errors = () => customer.heard.filter(({ type }) => type === 'error');
    await eventually(async () => expect(errors()).toHaveLength(3));
    expect(new Set(errors().map(({ code }) => code))).toEqual(new Set(['live.invalid-message']));

    customer.say({ action: 'ping' });
    await customer.hears({ type: 'pong' });
  });

  it('that sends too many messages is closed', async () => {
    const customer = await following();
    for (let n = 0; n <= MOST_MESSAGES; n += 1) customer.say({ action: 'ping' });
    await customer.closed;
    expect(customer.heard.length).toBeLessThanOrEqual(MOST_MESSAGES);
  });

  it('leaves no item behind when it is closed', async () => {
    const customer = newCustomer();
    const socket = await connect(customer);
    const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
    socket.subscribe({ to: 'order', orderId });
    await socket.hears({ type: 'subscribed' });
    const topic = `topic#order#${orderId}#${personOf(customer)}`;
    const [connectionId = ''] = await connectionsOf(topic);
    const stored = JSON.stringify([await itemOf(`connection#${connectionId}`), await itemOf(topic)]);
    expect(stored).toContain(personOf(customer));
    expect(stored).not.toContain(customer);
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
    socket.subscribe({ to: 'order', orderId });
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
