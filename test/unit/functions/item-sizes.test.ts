import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { dynamoTicketStore } from '../../../functions/fulfilment/adapters/dynamo-ticket-store.ts';
import { ticketAggregate } from '../../../functions/fulfilment/aggregate.ts';
import { dynamoOrderStore } from '../../../functions/orders/adapters/dynamo-order-store.ts';
import { orderAggregate } from '../../../functions/orders/aggregate.ts';
import type { OrderEvent } from '../../../functions/orders/domain/order.ts';
import { decidePlacement } from '../../../functions/orders/domain/place.ts';
import { dynamoPaymentStore } from '../../../functions/payments/adapters/dynamo-payment-store.ts';
import { paymentAggregate } from '../../../functions/payments/aggregate.ts';
import { requestedPayment } from '../../../functions/payments/domain/payment.ts';
import { fingerprintOf } from '../../../shared/kernel/ids.ts';
import { accept, type Aggregate } from '../../../shared/kernel/aggregate.ts';
import { addSeconds } from '../../../shared/kernel/clock.ts';
import { meteredTable } from '../../support/metered-table.ts';
import { KEEP_DAYS } from '../../support/keep-days.ts';

/** Text that looks random. The same name gives the same text in each run. */
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
const requestId = uuid('request');
const tracedTo = (causationId: string) => ({ correlationId: requestId, causationId });
const coffee = {
  productId: 'ethiopia-yirgacheffe-250',
  name: 'Ethiopia Yirgacheffe 250 g',
  quantity: 2,
  unitAmount: 1450,
};
const bun = { productId: 'cardamom-bun', name: 'Cardamom bun', quantity: 6, unitAmount: 420 };
const milk = {
  productId: 'oat-milk-barista-1l',
  name: 'Oat milk, barista edition, 1 l',
  quantity: 1,
  unitAmount: 289,
};
const note = 'Please grind the beans for a French press, and ring twice: the bell is so quiet.';
const sessionId = `cs_${random('session', 32)}`;
const simulatorLink = `https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/v1/gateway/pay/${sessionId}`;
const longLink = `https://pay.example/${random('link', 380)}`;

/** A clock that advances by 61,739 ms per reading, so that all instants differ. */
const clock = () => {
  let now = Date.parse('2026-03-01T09:00:00.123Z');
  return (): string => {
    now += 61_739;
    return new Date(now).toISOString();
  };
};

/** A step: the events of one decision, and the id of the message or request that caused it. */
type Step<Event> = readonly [causationId: string, ...events: readonly Event[]];

/** Applies the steps to an aggregate in turn, and returns the last status of the aggregate. */
const live = async <State extends { readonly status: string }, Event>(
  aggregate: Aggregate<State, Event>,
  steps: readonly Step<Event>[],
): Promise<string | undefined> => {
  for (const [causationId, ...events] of steps) {
    await aggregate.change(orderId, tracedTo(causationId), () => accept(...events));
  }
  return (await aggregate.load(orderId))?.state.status;
};

const placing = (customerId: string, lines: readonly (typeof coffee)[], orderNote?: string) => {
  const at = clock()();
  const body = [lines.map(({ productId, quantity }) => [productId, quantity]), orderNote ?? null];
  const placed = decidePlacement(
    {
      orderId,
      customerId,
      fingerprint: fingerprintOf(body),
      items: lines,
      ...(orderNote === undefined ? {} : { note: orderNote }),
      at,
      stockBySeconds: 600,
    },
    new Map(
      lines.map((line) => [line.productId, { ...line, currency: 'EUR', active: true, revision: 1 }] as const),
    ),
  );
  if (placed.outcome === 'rejected') throw new Error(placed.reason);
  return placed.order;
};

type Placed = ReturnType<typeof placing>;

/** The write units of each step of an order, from its placement to the hand-over. */
const unitsOfOrder = async (
  placed: Placed,
  paymentLink: string,
  payment: 'reminded' | 'paid at once',
): Promise<readonly number[]> => {
  const { client, unitsPerStep } = meteredTable();
  const at = clock();
  const orders = orderAggregate(dynamoOrderStore(client, 'orders'), at, KEEP_DAYS);
  const reminder: Step<OrderEvent> = [
    `WatchdogTick:${orderId}:${at()}`,
    { type: 'Reminded', at: at(), paymentLink },
    { type: 'DutyDone', at: at(), tickSentAt: at() },
  ];
  await orders.create(placed, tracedTo(requestId), [{ type: 'Placed', at: at() }]);
  const steps: readonly Step<OrderEvent>[] = [
    [`StockReserved:${orderId}`, { type: 'StockConfirmed', at: at(), payBy: addSeconds(at(), 900) }],
    [`PaymentLinkCreated:${orderId}`, { type: 'LinkRecorded', at: at(), paymentLink }],
    ...(payment === 'reminded' ? [reminder] : []),
    [`PaymentSucceeded:${orderId}`, { type: 'Paid', at: at(), amount: placed.totalAmount }],
    [`FulfilmentStarted:${orderId}`, { type: 'PreparationConfirmed', at: at(), again: false }],
    [`FulfilmentReady:${orderId}`, { type: 'BecameReady', at: at() }],
    [`FulfilmentCompleted:${orderId}`, { type: 'Completed', at: at() }],
  ];
  expect(await live(orders, steps)).toBe('COMPLETED');
  return unitsPerStep;
};

/** The write units of each step of a payment, from the request until the capture. */
const unitsOfPayment = async (url: string): Promise<readonly number[]> => {
  const { client, unitsPerStep } = meteredTable();
  const at = clock();
  const payments = paymentAggregate(dynamoPaymentStore(client, 'payments'), at, KEEP_DAYS);
  const session = { id: sessionId, url };
  const terms = { orderId, customerId: uuid('customer'), amount: 2900, currency: 'EUR' };
  const requested = tracedTo(`PaymentRequested:${orderId}`);
  await payments.create(
    requestedPayment({ ...terms, payBy: at(), requestedAt: at(), correlationId: requestId }),
    requested,
  );
  const steps = [
    [requested.causationId, { type: 'PaymentLinkCreated', session }],
    [`webhook:msg_${sessionId}_paid`, { type: 'PaymentSucceeded', session, capturedAt: at() }],
  ] as const;
  expect(await live(payments, steps)).toBe('CAPTURED');
  return unitsPerStep;
};

/** The write units of each step of a ticket, from the payment of the order to the hand-over. */
const unitsOfTicket = async (): Promise<readonly number[]> => {
  const { client, unitsPerStep } = meteredTable();
  const at = clock();
  const tickets = ticketAggregate(dynamoTicketStore(client, 'fulfilment'), at, KEEP_DAYS);
  const facts = { orderId, customerId: uuid('customer'), items: [coffee, bun, milk], note, receivedAt: at() };
  await tickets.create({ status: 'WAITING', ...facts }, tracedTo(`OrderPaid:${orderId}`));
  const steps = [
    [uuid('start'), { type: 'PreparationStarted', at: at() }],
    [`OrderPreparing:${orderId}`, { type: 'PreparationConfirmed' }],
    [uuid('ready'), { type: 'TicketReady', at: at() }],
    [uuid('complete'), { type: 'TicketCompleted', at: at() }],
  ] as const;
  expect(await live(tickets, steps)).toBe('COMPLETED');
  return unitsPerStep;
};

describe('the write units of each step', () => {
  const anyone = uuid('customer');
  const benchLine = { ...coffee, productId: 'bench-happy', quantity: 1 };

  it.each([
    ['one line', placing(anyone, [coffee]), simulatorLink, 'paid at once', [1, 1, 1, 1, 1, 1, 1]],
    [
      'one line with a reminder',
      placing(anyone, [coffee]),
      simulatorLink,
      'reminded',
      [1, 1, 1, 2, 2, 1, 1, 1],
    ],
    [
      'one line with a link of 400 characters',
      placing(anyone, [coffee]),
      longLink,
      'reminded',
      [1, 1, 1, 2, 2, 1, 1, 1],
    ],
    [
      'one line as in the bench',
      placing('customer-1', [benchLine]),
      simulatorLink,
      'paid at once',
      [1, 1, 1, 1, 1, 1, 1],
    ],
    [
      'two lines with a note of 80 characters, paid at once',
      placing(anyone, [coffee, bun], note),
      simulatorLink,
      'paid at once',
      [2, 2, 1, 2, 2, 1, 2],
    ],
    [
      'two lines with a note of 80 characters',
      placing(anyone, [coffee, bun], note),
      simulatorLink,
      'reminded',
      [2, 2, 1, 2, 2, 2, 1, 2],
    ],
  ] as const)('an order of %s', async (_, placed, link, payment, expected) => {
    const unitsPerStep = await unitsOfOrder(placed, link, payment);
    expect(unitsPerStep).toEqual(expected);
  });

  it.each([
    ['the simulator’s link', simulatorLink, [1, 1, 1]],
    ['a link of 400 characters', longLink, [1, 2, 2]],
  ] as const)('a payment with %s', async (_, link, expected) => {
    const unitsPerStep = await unitsOfPayment(link);
    expect(unitsPerStep).toEqual(expected);
  });

  it('a ticket of three lines and a note', async () => {
    const unitsPerStep = await unitsOfTicket();
    expect(unitsPerStep).toEqual([1, 1, 1, 2, 2]);
  });
});
