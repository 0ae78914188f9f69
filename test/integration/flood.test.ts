import { randomInt } from 'node:crypto';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { itemSize } from '../../bench/meter/item-size.ts';
import { messages } from '../../functions/notifications/messages.ts';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { MOST_REFUNDS } from '../../functions/payments/domain/refunds.ts';
import { addEnvironment, documents, sqs, tableNames } from '../support/aws.ts';
import { api, demand, simulators } from '../support/callers.ts';
import { deadLetterCounts } from '../support/effects.ts';
import { eventually } from '../support/eventually.ts';
import {
  inConsole,
  onPaymentPage,
  paymentOf,
  reachPayment,
  refund,
  sessionIdOf,
} from '../support/gateway.ts';
import { request } from '../support/http.ts';
import { inParallel } from '../support/in-parallel.ts';
import { withholdAnswers } from '../support/inventory-answers.ts';
import { MOST_BYTES } from '../support/item-bytes.ts';
import { reachQuiet } from '../support/queues.ts';
import { mailsTo, textsTo } from '../support/sent-messages.ts';
import { cancel, newCustomer, newProduct, place, reach, reachLink, reachWhen } from '../support/shop.ts';
import { deployedStack } from '../support/stack.ts';
import { toWire } from '../support/stored-items.ts';

/**
 * The number of declined payments. If each made a list 70 bytes longer, 1,000 of them would exceed `MOST_BYTES`.
 * The emulator processes 30 declined payments a second. For the full test, set `ORDERLY_FLOOD_DECLINES=3000`.
 */
const DECLINES = Number(process.env['ORDERLY_FLOOD_DECLINES'] ?? '1000');
const REFUNDS = 1000;
/** The console of the simulated provider adds no refund to a payment that has this many refunds and disputes. */
const REFUNDS_IN_CONSOLE = 100;
const STOCK_REQUESTS = 25;

const WATCHDOG = 'orderly-local-orders-watchdog';
/** 1,000.00 in minor units. */
const PRICE = 100_000;
/** How long the tests wait at most until all messages of a flood are processed, in milliseconds. */
const PATIENCE_MS = 120_000 + DECLINES * 150;

let productId: string;
let lettersBefore: Readonly<Record<string, number>>;
const undo: (() => Promise<void>)[] = [];

/**
 * Extends the time limits, so that orders neither expire nor are cancelled. Makes the watchdog look at each order every
 * second.
 */
beforeAll(async () => {
  lettersBefore = await deadLetterCounts();
  for (const [name, variables] of [
    ['orderly-local-orders-place-order', { STOCK_BY_SECONDS: '900' }],
    ['orderly-local-orders-inbox', { PAYMENT_WINDOW_SECONDS: '900' }],
    [WATCHDOG, { STOCK_ANSWER_SECONDS: '0', MAX_TICK_SECONDS: '1' }],
  ] as const) {
    undo.push(await addEnvironment(name, variables));
  }
  productId = await newProduct(10, PRICE);
});
afterAll(async () => {
  for (const one of undo) await one();
});

/** A new customer who gets mails and text messages. */
const tellable = async () => {
  const customer = newCustomer();
  const [email, phone] = [`${customer}@example.com`, `+49151${randomInt(10_000_000, 100_000_000)}`];
  const claims = { sub: customer, roles: ['customer'], email, phone_number: phone };
  const issued = await request<{ access_token: string }>('POST', simulators('/identity/tokens'), {
    body: claims,
  });
  const token = demand(issued, 200).access_token;
  const body = { email, phone, channels: { email: true, sms: true } };
  demand(await request('PUT', api('/me/contact'), { token, body }), 200);
  return { customer, email, phone };
};
type Customer = Awaited<ReturnType<typeof tellable>>;

/** Places an order of one unit, for a new customer. */
const placeOne = async (): Promise<Customer & { readonly orderId: string }> => {
  const buyer = await tellable();
  const { orderId } = await place(buyer.customer, [{ productId, quantity: 1 }]);
  return { ...buyer, orderId };
};

/** How many e-mails with each subject a customer got. Checks that each was also sent as a text message. */
const toldTo = async ({ email, phone }: Customer): Promise<Readonly<Record<string, number>>> => {
  const mails = await mailsTo(email);
  expect(await textsTo(phone)).toHaveLength(mails.length);
  const subjects = Map.groupBy(mails, (mail) => (JSON.parse(mail) as { readonly Subject: string }).Subject);
  return Object.fromEntries([...subjects].map(([subject, those]) => [subject, those.length]));
};

/** The messages that the customer of a paid order gets, even during a flood: one with each subject. */
const toldWhenPaid = {
  'We have received your order': 1,
  'Your order is ready for payment': 1,
  'Thank you for your payment': 1,
};

/** The size of the largest item of all tables, in bytes. */
const largestItem = async (): Promise<number> => {
  const { client } = documents('orders');
  const sizes: number[] = [];
  for (const TableName of await tableNames()) {
    for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
      sizes.push(...Items.map((item) => itemSize(toWire(item))));
    }
  }
  return Math.max(...sizes);
};

const pay = async (order: OrderView): Promise<OrderView> => {
  demand(await onPaymentPage(order, 'succeed'), 200);
  return reach(order.orderId, 'PAID', PATIENCE_MS);
};

/**
 * Puts webhooks about declined payments into the inbox of the payments service, as its route does with signed webhooks.
 */
const sendDeclines = async (order: OrderView): Promise<void> => {
  const { orderId, totalAmount, currency } = order;
  const messageOf = (n: number) => {
    const webhookId = `msg_${sessionIdOf(order)}_flood_${n}`;
    const money = { sessionId: sessionIdOf(order), amount: totalAmount, currency };
    return {
      id: `webhook:${webhookId}`,
      type: 'PaymentWebhookReceived',
      version: 1,
      time: new Date().toISOString(),
      correlationId: `flood-${orderId}`,
      causationId: `flood-${orderId}`,
      data: { outcome: 'failed', webhookId, orderId, ...money, reason: 'card_declined' },
    };
  };
  await inParallel(Math.ceil(DECLINES / 10), 4, async (batch) => {
    const numbers = Array.from({ length: 10 }, (_, n) => batch * 10 + n).filter((n) => n < DECLINES);
    const Entries = numbers.map((n) => ({ Id: String(n), MessageBody: JSON.stringify(messageOf(n)) }));
    const QueueUrl = deployedStack().queues['paymentsInbox'];
    const { Failed = [] } = await sqs().send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(JSON.stringify(Failed));
  });
};

/** How often the stored order has asked for its stock. */
const attemptsOf = async (orderId: string): Promise<number> => {
  const { client, table } = documents('orders');
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk: `order#${orderId}` } }));
  return Number(Item?.['attempt'] ?? 1);
};

afterEach(async () => {
  await reachQuiet(PATIENCE_MS);
  expect(await largestItem()).toBeLessThan(MOST_BYTES);
  expect(await deadLetterCounts()).toEqual(lettersBefore);
}, PATIENCE_MS);

describe('an order', () => {
  it(
    `with ${DECLINES} declined payments tells of 3, and is paid by the next one`,
    async () => {
      const buyer = await placeOne();
      const order = await reachLink(buyer.orderId);
      await sendDeclines(order);
      await pay(order);
      await reachQuiet(PATIENCE_MS);
      expect(await toldTo(buyer)).toEqual({ ...toldWhenPaid, 'Your payment did not go through': 3 });
    },
    PATIENCE_MS,
  );

  it(
    `with ${REFUNDS_IN_CONSOLE} refunds at the provider and ${REFUNDS} here can be cancelled and refunded`,
    async () => {
      const buyer = await placeOne();
      const { orderId } = buyer;
      const payable = await reachLink(orderId);
      await pay(payable);
      const session = sessionIdOf(payable);
      await inParallel(REFUNDS_IN_CONSOLE, 2, () => inConsole(session, { action: 'refund', amount: 1 }));
      await reachPayment(orderId, ({ refundedOutside }) => refundedOutside === REFUNDS_IN_CONSOLE);

      const answers = await inParallel(REFUNDS, 4, () => refund(orderId, 1));
      const accepted = answers.filter(({ status }) => status === 202);
      expect(accepted).toHaveLength(MOST_REFUNDS - 1);
      for (const answer of answers.filter(({ status }) => status !== 202)) {
        expect(answer).toMatchObject({ status: 409, body: { code: 'refund.too-many' } });
        expect(answer.body['detail']).toContain(String(MOST_REFUNDS));
      }

      demand(await cancel(buyer.customer, 'customer', orderId), 200);
      const ended = await reachWhen(
        orderId,
        'being refunded',
        ({ refundedAmount }) => refundedAmount === PRICE,
      );
      expect(ended).toMatchObject({ status: 'CANCELLED', paidAmount: PRICE });
      const { status, refunds } = await paymentOf(orderId);
      expect({ status, refunds: refunds.length }).toEqual({ status: 'REFUNDED', refunds: MOST_REFUNDS });
      await reachQuiet(PATIENCE_MS);
      const { 'Your refund is on its way': toldOfRefunds, ...told } = await toldTo(buyer);
      expect(told).toEqual({ ...toldWhenPaid, 'Your order was cancelled': 1 });
      expect(toldOfRefunds).toBeLessThanOrEqual(messages.RefundCompleted.most ?? 0);
    },
    PATIENCE_MS,
  );

  it(
    `that asks ${STOCK_REQUESTS} times for its stock is told of once, and paid after the answer`,
    async () => {
      // From now on, the watchdog looks at the order again and again, without a pause.
      const slowDown = await addEnvironment(WATCHDOG, { MAX_TICK_SECONDS: '0' });
      const letAnswer = await withholdAnswers();
      const buyer = await placeOne();
      try {
        await eventually(
          async () => expect(await attemptsOf(buyer.orderId)).toBeGreaterThan(STOCK_REQUESTS),
          { timeoutMs: PATIENCE_MS, describe: 'all requests for stock' },
        );
      } finally {
        await slowDown();
        await letAnswer();
      }
      await pay(await reachLink(buyer.orderId));
      await reachQuiet(PATIENCE_MS);
      expect(await toldTo(buyer)).toEqual(toldWhenPaid);
    },
    PATIENCE_MS,
  );
});
