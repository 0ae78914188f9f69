import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { itemSize } from '../../../bench/meter/item-size.ts';
import { dynamoTicketStore } from '../../../functions/fulfilment/adapters/dynamo-ticket-store.ts';
import {
  evolve as evolveTicket,
  type Ticket,
  type TicketEvent,
} from '../../../functions/fulfilment/domain/ticket.ts';
import { fulfilmentOutbox } from '../../../functions/fulfilment/outbox.ts';
import { dynamoOrderStore } from '../../../functions/orders/adapters/dynamo-order-store.ts';
import { evolve as evolveOrder } from '../../../functions/orders/domain/evolve.ts';
import type { OrderEvent } from '../../../functions/orders/domain/events.ts';
import type { Order } from '../../../functions/orders/domain/order.ts';
import { orderEnvelopes, placedEnvelopes } from '../../../functions/orders/outbox.ts';
import { dynamoPaymentStore } from '../../../functions/payments/adapters/dynamo-payment-store.ts';
import { evolve as evolvePayment } from '../../../functions/payments/domain/evolve.ts';
import type { PaymentEvent } from '../../../functions/payments/domain/payment-event.ts';
import { requestedPayment, type Payment } from '../../../functions/payments/domain/payment.ts';
import { paymentsOutbox } from '../../../functions/payments/outbox.ts';
import { pendingOrder } from '../../support/orders.ts';

/** Up to so many bytes a write is one unit (developer guide, "Read and write capacity"). */
const WRITE_UNIT = 1024;

/** Text of nothing but chance, which no compression shortens much; the same in each run. */
const random = (name: string, length: number): string => {
  let text = '';
  for (let part = 0; text.length < length; part += 1) {
    text += createHash('sha256').update(`${name} ${part}`).digest('base64url');
  }
  return text.slice(0, length);
};
const uuid = (name: string): string =>
  createHash('sha256')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const orderId = uuid('order');
const customerId = uuid('customer');
const requestId = uuid('request');
const causedBy = (causationId: string) => ({ correlationId: requestId, causationId });
const lines = [
  {
    productId: 'ethiopia-yirgacheffe-250',
    name: 'Ethiopia Yirgacheffe 250 g',
    quantity: 2,
    unitAmount: 1450,
  },
  { productId: 'cardamom-bun', name: 'Cardamom bun', quantity: 6, unitAmount: 420 },
  { productId: 'oat-milk-barista-1l', name: 'Oat milk, barista edition, 1 l', quantity: 1, unitAmount: 289 },
];

/** An instant of its own for each step, a minute and some odd milliseconds after the one before. */
const clock = () => {
  let now = Date.parse('2026-03-01T09:00:00.123Z');
  return (): string => {
    now += 61_739;
    return new Date(now).toISOString();
  };
};

/** A client that notes the size of each item that it is to put, and sends nothing. */
const measuring = () => {
  const sizes: number[] = [];
  const dynamo = new DynamoDBClient({ region: 'us-east-1' });
  const client = DynamoDBDocumentClient.from(dynamo);
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        const { Item } = input as unknown as { readonly Item: Record<string, unknown> };
        sizes.push(itemSize(marshall(Item, { removeUndefinedValues: true })));
        return { output: { $metadata: {} }, response: {} };
      },
    { step: 'initialize' },
  );
  return { client, sizes };
};

const sizesOfOrder = async (items: Order['items'], paymentLink: string): Promise<readonly number[]> => {
  const { client, sizes } = measuring();
  const orders = dynamoOrderStore(client, 'orders');
  const at = clock();
  const placedAt = at();
  const placed = pendingOrder({
    orderId,
    customerId,
    items,
    totalAmount: 2900,
    fingerprint: random('body', 43),
    createdAt: placedAt,
    askedAt: placedAt,
    stockBy: at(),
    history: [{ status: 'PENDING', at: placedAt, cause: 'placed' }],
  });
  await orders.insert(placed, placedEnvelopes(placed, causedBy(requestId)));
  const steps: readonly (readonly [OrderEvent, string])[] = [
    [{ type: 'StockConfirmed', at: at(), payBy: at() }, 'StockReserved'],
    [{ type: 'LinkRecorded', at: at(), paymentLink }, 'PaymentLinkCreated'],
    [{ type: 'Reminded', at: at(), paymentLink }, 'WatchdogTick'],
    [{ type: 'Paid', at: at(), amount: 2900 }, 'PaymentSucceeded'],
    [{ type: 'PreparationConfirmed', at: at(), again: false }, 'FulfilmentStarted'],
    [{ type: 'BecameReady', at: at() }, 'FulfilmentReady'],
    [{ type: 'Completed', at: at() }, 'FulfilmentCompleted'],
  ];
  let order: Order = placed;
  for (const [index, [event, cause]] of steps.entries()) {
    order = evolveOrder(order, event);
    await orders.save(order, index + 1, orderEnvelopes([event], order, causedBy(`${cause}:${orderId}`)));
  }
  expect(order.status).toBe('COMPLETED');
  return sizes;
};

const sizesOfPayment = async (url: string): Promise<readonly number[]> => {
  const { client, sizes } = measuring();
  const payments = dynamoPaymentStore(client, 'payments');
  const at = clock();
  const session = { id: `cs_live_${random('session', 58)}`, url };
  let payment: Payment = requestedPayment({
    orderId,
    customerId,
    amount: 2900,
    currency: 'EUR',
    payBy: at(),
    requestedAt: at(),
    correlationId: requestId,
  });
  await payments.insert(payment, []);
  const steps: readonly (readonly [PaymentEvent, string])[] = [
    [{ type: 'PaymentLinkCreated', session }, `PaymentRequested:${orderId}`],
    [{ type: 'PaymentSucceeded', session, capturedAt: at() }, random('webhook', 28)],
  ];
  for (const [index, [event, cause]] of steps.entries()) {
    payment = evolvePayment(payment, event);
    const saved = { state: payment, version: index + 2 };
    await payments.save(payment, index + 1, paymentsOutbox([event], saved, causedBy(cause), at()));
  }
  expect(payment.status).toBe('CAPTURED');
  return sizes;
};

const sizesOfTicket = async (): Promise<readonly number[]> => {
  const { client, sizes } = measuring();
  const tickets = dynamoTicketStore(client, 'fulfilment');
  const at = clock();
  const waiting: Ticket = {
    status: 'WAITING',
    orderId,
    customerId,
    items: lines,
    note: 'Please grind the beans for a French press, and ring twice: the bell is quiet.',
    receivedAt: at(),
  };
  await tickets.insert(waiting);
  const steps: readonly (readonly [TicketEvent, string])[] = [
    [{ type: 'PreparationStarted', at: at() }, requestId],
    [{ type: 'PreparationConfirmed' }, `OrderPreparing:${orderId}`],
    [{ type: 'TicketReady', at: at() }, uuid('ready')],
    [{ type: 'TicketCompleted', at: at() }, uuid('complete')],
  ];
  let ticket: ReturnType<typeof evolveTicket> = waiting;
  for (const [index, [event, cause]] of steps.entries()) {
    ticket = evolveTicket(ticket, event);
    await tickets.save(ticket, index + 1, fulfilmentOutbox([event], ticket, causedBy(cause)));
  }
  expect(ticket.status).toBe('COMPLETED');
  return sizes;
};

const links = [
  ['the simulator’s link', `http://a1b2c3d4e5.execute-api.localhost/gateway/pay/cs_${random('id', 32)}`],
  ['a link of 400 random characters', `https://pay.example/${random('link', 400)}`],
] as const;

describe('one write unit holds', () => {
  it.each(links)('an order of one line at every step of its life, with %s', async (_, link) => {
    const sizes = await sizesOfOrder(lines.slice(0, 1), link);
    expect(sizes).toHaveLength(8);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(WRITE_UNIT);
  });

  it('an order of three lines at every step of its life', async () => {
    const [[, link]] = links;
    expect(Math.max(...(await sizesOfOrder(lines, link)))).toBeLessThanOrEqual(WRITE_UNIT);
  });

  it.each(links)('a payment at every step of its life, with %s', async (_, link) => {
    const sizes = await sizesOfPayment(link);
    expect(sizes).toHaveLength(3);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(WRITE_UNIT);
  });

  it('a ticket of three lines and a note at every step of its life', async () => {
    const sizes = await sizesOfTicket();
    expect(sizes).toHaveLength(5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(WRITE_UNIT);
  });
});
