import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, type Locator, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/console/paths.ts';
import { sqs } from '../support/aws.ts';
import { busMessage } from '../support/bus-messages.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { request } from '../support/http.ts';
import { deployedStack } from '../support/stack.ts';
import { newCustomer, newProduct, shopOrigin, type TestProduct } from './shop-support.ts';
import { expectAccessible } from './support.ts';

/** An order that a test looks at, with the correlation id of the request that placed it. */
export interface TestOrder {
  readonly orderId: string;
  readonly customer: string;
  readonly correlationId: string;
  readonly product: TestProduct;
}

interface SeenOrder {
  readonly status: string;
  readonly paymentLink?: string;
}

/** Waits until `holds` accepts the order, as the API shows it to staff. `what` describes the condition. */
export const reach = (
  orderId: string,
  what: string,
  holds: (order: SeenOrder) => boolean,
): Promise<SeenOrder> =>
  eventually(
    async () => {
      const order = demand(await callAs<SeenOrder>('kim', 'staff', 'GET', `/orders/${orderId}`), 200);
      if (!holds(order)) throw new Error(`It is ${JSON.stringify(order)}`);
      return order;
    },
    { describe: `order ${orderId} ${what}` },
  );

/** Places an order of one unit of a new product, and waits until it can be paid. */
export const unpaidOrder = async (units = 3): Promise<TestOrder> => {
  const [product, customer] = [await newProduct(units), newCustomer()];
  const body = { items: [{ productId: product.productId, quantity: 1 }] };
  const answer = await callAs<{ orderId: string }>(customer, 'customer', 'POST', '/orders', { body });
  const { orderId } = demand(answer, 202);
  await reach(orderId, 'having a payment link', ({ paymentLink }) => paymentLink !== undefined);
  return { orderId, customer, product, correlationId: answer.headers.get('x-correlation-id') ?? '' };
};

export const paidOrder = async (): Promise<TestOrder> => {
  const order = await unpaidOrder();
  const { paymentLink = '' } = await reach(order.orderId, 'being unpaid', () => true);
  demand(await request('POST', paymentLink, { body: { outcome: 'succeed' } }), 200);
  await reach(order.orderId, 'being paid', ({ status }) => status === 'PAID');
  return order;
};

/** Opens the operations page, at the part that `path` names. */
export const openOperations = async (page: Page, path = ''): Promise<void> => {
  await page.goto(`${shopOrigin()}/operations/${path}`);
};

/** Signs in at the identity simulator as one of the people whom it offers. */
export const enterAs = async (page: Page, who: 'Root' | 'Kim' | 'Alice'): Promise<void> => {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: who }).click();
};

/** Opens a part of the operations page, and signs in as an administrator. */
export const openAsAdmin = async (page: Page, path = ''): Promise<void> => {
  await openOperations(page, path);
  await enterAs(page, 'Root');
  // The page shows this link only after the first response of a function, and the function may have to start first.
  await expect(page.getByRole('link', { name: 'Health' })).toBeVisible();
};

/** Sends an unreadable message about an order to the orders inbox, and waits until it is a dead letter. */
export const sendUnreadable = async (orderId: string): Promise<string> => {
  const correlationId = randomUUID();
  const time = new Date().toISOString();
  const id = `PaymentClosed:${orderId}:test`;
  const { detail } = busMessage('PaymentClosed', { orderId, reason: 7 }, { id, correlationId, time });
  const QueueUrl = deployedStack().queues['ordersInbox'];
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(detail) }));
  await eventually(
    async () => {
      const path = '/ops/dead-letters?queue=orders-inbox';
      const { body } = await callAs('admin', 'admin', 'GET', path);
      if (!JSON.stringify(body).includes(correlationId)) throw new Error(JSON.stringify(body));
    },
    { describe: `the dead letter of ${correlationId}` },
  );
  return correlationId;
};

/**
 * Puts messages that cannot be read into the dead letters of `orders-inbox`, as the inbox's function does.
 * @param cause the cause that the dead letters name.
 */
export const plantDeadLetters = async (count: number, cause: string, orderId: string): Promise<string> => {
  const correlationId = randomUUID();
  const time = new Date().toISOString();
  const QueueUrl = deployedStack().queues['ordersInboxDlq'];
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  for (let n = 0; n < count; n += 1) {
    const id = `PaymentClosed:${orderId}:planted-${n}`;
    const { detail } = busMessage('PaymentClosed', { orderId, reason: 7 }, { id, correlationId, time });
    const MessageAttributes = {
      cause: text(cause),
      code: text('message.invalid'),
      source: text('orders-inbox'),
    };
    await sqs().send(
      new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(detail), MessageAttributes }),
    );
  }
  return correlationId;
};

/** Deletes the `count` dead letters of `orders-inbox` that have this correlation id. */
export const discardAll = async (correlationId: string, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await discard(correlationId);
};

/** Deletes the dead letter with a correlation id, because other tests expect that there is none. */
export const discard = (correlationId: string): Promise<void> =>
  eventually(
    async () => {
      const QueueUrl = deployedStack().queues['ordersInboxDlq'];
      const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 };
      const { Messages = [] } = await sqs().send(new ReceiveMessageCommand(receive));
      const letter = Messages.find(({ Body = '' }) => Body.includes(correlationId));
      if (letter === undefined) throw new Error(`${Messages.length} other messages`);
      await sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: letter.ReceiptHandle }));
    },
    { describe: `the dead letter of ${correlationId} being received` },
  );

export const laptop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Presses Tab until something has the focus, as people do who use no mouse. */
export const tabTo = async (page: Page, goal: Locator): Promise<void> => {
  await goal.waitFor();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not reach it');
};

const looks = [
  ['phone', 'light'],
  ['phone', 'dark'],
  ['laptop', 'light'],
  ['laptop', 'dark'],
] as const;
type Look = (typeof looks)[number];

/** Two of the looks, with each device once and each colour scheme once. Checking only these two saves time. */
export const few: readonly Look[] = [looks[0], looks[3]];

/**
 * Expects that the page is accessible and fits a laptop and a phone, in light and in dark colours. Keeps pictures of
 * the page.
 */
export const expectGood = async (
  page: Page,
  name: string,
  wanted: readonly Look[] = looks,
): Promise<void> => {
  for (const [device, colorScheme] of wanted) {
    const size = device === 'phone' ? phone : laptop;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    await expectAccessible(page);
    const file = `operations-${name}-${device}-${colorScheme}.png`;
    await page.screenshot({ path: join(projectRoot, '.local', 'pictures', file) });
  }
  await page.setViewportSize(laptop);
};
