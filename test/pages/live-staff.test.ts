import { expect, type Locator, type Page, type Request } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { openBoard, paidOrder as paidTicket, ticketOf } from './kitchen-support.ts';
import { enterAs, laptop, openOperations, paidOrder, type TestOrder } from './operations-support.ts';
import { test } from './page-test.ts';
import { newProduct } from './shop-support.ts';

test.use({ viewport: laptop });

type Subject = 'kitchen' | 'operations';

/** What a page does on the network: the messages of its live connections, and its requests that have no answer yet. */
interface Network {
  readonly frames: readonly string[];
  readonly unanswered: ReadonlySet<Request>;
}

const networkOf = (page: Page): Network => {
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  const unanswered = new Set<Request>();
  page.on('request', (request) => unanswered.add(request));
  page.on('requestfinished', (request) => unanswered.delete(request));
  page.on('requestfailed', (request) => unanswered.delete(request));
  return { frames, unanswered };
};

/** The page asks for the data at most this long after a push. */
const GAP_MS = 500;

/**
 * Stops the page's clock, and moves it on so far that the page sends its next planned poll now. The poll after that is
 * at least 800 ms away on this clock. So what the page shows until then is not due to polling.
 */
const stopClock = async (page: Page, { unanswered }: Network): Promise<void> => {
  const now = await page.evaluate(() => Date.now());
  await page.clock.pauseAt(now + 1000);
  // The page would give up an open request during the jump of the clock, so no request may be open.
  await expect.poll(() => unanswered.size).toBe(0);
  await page.clock.fastForward(60_000);
  await expect.poll(() => unanswered.size).toBe(0);
};

/** Waits for a push, and then lets so little time pass that only the push can make the page show something. */
const expectByPush = async (
  page: Page,
  to: Subject,
  framesSince: () => readonly string[],
  shown: Locator,
): Promise<void> => {
  await expect.poll(framesSince).toContain(JSON.stringify({ type: 'changed', to }));
  await page.clock.runFor(GAP_MS);
  // The page may get the push a moment later than the test.
  await expect(async () => {
    await page.clock.runFor(1);
    await expect(shown).toBeVisible({ timeout: 1000 });
  }).toPass();
};

const subscribed = (to: Subject): string => JSON.stringify({ type: 'subscribed', to });

/**
 * Refuses each live connection from now on.
 * @returns a function that returns the number of connections refused so far
 */
const refuseSockets = async (page: Page): Promise<() => number> => {
  let refused = 0;
  await page.routeWebSocket(/./, async (socket) => {
    refused += 1;
    await socket.close();
  });
  return () => refused;
};

const cancelElsewhere = async ({ orderId, customer }: TestOrder): Promise<void> => {
  demand(await callAs(customer, 'customer', 'POST', `/orders/${orderId}/cancel`, { body: {} }), 200);
};

/** Waits until the API lists the order as cancelled. */
const reachCancelled = ({ customer }: TestOrder): Promise<void> =>
  eventually(
    async () => {
      const path = `/insights/orders?customerId=${customer}&status=CANCELLED`;
      const { items } = demand(await callAs<{ items: unknown[] }>('sam', 'staff', 'GET', path), 200);
      if (items.length === 0) throw new Error('It is not cancelled in insights');
    },
    { describe: `the cancellation of the order of ${customer} in insights` },
  );

const openOrders = async (page: Page, { customer }: TestOrder): Promise<void> => {
  await openOperations(page, `?customer=${customer}`);
  await enterAs(page, 'Kim');
  await expect(page.getByRole('row').filter({ hasText: customer })).toContainText('Paid');
};

test('the list of orders hears of a change, long before it would poll', async ({ page }) => {
  const order = await paidOrder();
  const network = networkOf(page);
  await page.clock.install();
  await openOrders(page, order);
  await expect.poll(() => network.frames).toContain(subscribed('operations'));

  await stopClock(page, network);
  const before = network.frames.length;
  const row = page.getByRole('row').filter({ hasText: order.customer });
  await cancelElsewhere(order);
  await reachCancelled(order);
  await expect(row).toContainText('Paid');
  const news = () => network.frames.slice(before);
  await expectByPush(page, 'operations', news, row.filter({ hasText: 'Cancelled' }));
});

test('the list of orders shows the same if no connection can be opened', async ({ page }) => {
  const order = await paidOrder();
  const refused = await refuseSockets(page);
  await openOrders(page, order);
  await cancelElsewhere(order);

  await expect(page.getByRole('row').filter({ hasText: order.customer })).toContainText('Cancelled');
  expect(refused()).toBeGreaterThan(0);
});

test('the kitchen’s board hears of a ticket, before it would poll', async ({ page }) => {
  const product = await newProduct(5);
  const network = networkOf(page);
  await page.clock.install();
  await openBoard(page);
  await expect.poll(() => network.frames).toContain(subscribed('kitchen'));

  await stopClock(page, network);
  const before = network.frames.length;
  // After this call, the API's list contains the ticket.
  await paidTicket(product);
  await expect(ticketOf(page, product)).toHaveCount(0);
  await expectByPush(page, 'kitchen', () => network.frames.slice(before), ticketOf(page, product));
});

test('the kitchen’s board shows the same if no connection can be opened', async ({ page }) => {
  const product = await newProduct(5);
  const refused = await refuseSockets(page);
  await openBoard(page);
  await paidTicket(product);

  await expect(ticketOf(page, product)).toBeVisible();
  expect(refused()).toBeGreaterThan(0);
});
