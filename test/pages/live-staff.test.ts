import { expect, test, type Page } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { openBoard, paidOrder as paidTicket, ticketOf } from './kitchen-support.ts';
import { enterAs, laptop, openOperations, paidOrder, type TestOrder } from './operations-support.ts';
import { newProduct } from './shop-support.ts';

test.use({ viewport: laptop });

type Subject = 'kitchen' | 'operations';

/** The messages that the live connections of a page have received. */
const framesOf = (page: Page): string[] => {
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  return frames;
};

/** The page asks for the data at most this long after a push. */
const GAP_MS = 500;

/**
 * Stops the page's clock. It jumps so far that a poll that was planned is sent now. The next one is at least 800 ms
 * away on this clock, so what the page shows until then is not due to polling.
 */
const stopClock = async (page: Page): Promise<void> => {
  const now = await page.evaluate(() => Date.now());
  await page.clock.pauseAt(now + 60_000);
};

/** Waits for a push, and then lets so little time pass that only the push can make the page ask. */
const showPush = async (page: Page, to: Subject, framesSince: () => readonly string[]): Promise<void> => {
  await expect.poll(framesSince).toContain(JSON.stringify({ type: 'changed', to }));
  await page.clock.runFor(GAP_MS);
};

const subscribed = (to: Subject): string => JSON.stringify({ type: 'subscribed', to });

/** Refuses each live connection. @returns how many there were */
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
    { timeoutMs: 60_000, describe: `the cancellation of the order of ${customer} in insights` },
  );

const openOrders = async (page: Page, { customer }: TestOrder): Promise<void> => {
  await openOperations(page, `?customer=${customer}`);
  await enterAs(page, 'Kim');
  await expect(page.getByRole('row').filter({ hasText: customer })).toContainText('Paid');
};

test('the list of orders hears of a change, long before it would poll', async ({ page }) => {
  const order = await paidOrder();
  const frames = framesOf(page);
  await page.clock.install();
  await openOrders(page, order);
  await expect.poll(() => frames).toContain(subscribed('operations'));

  await stopClock(page);
  const before = frames.length;
  const row = page.getByRole('row').filter({ hasText: order.customer });
  await cancelElsewhere(order);
  await reachCancelled(order);
  await expect(row).toContainText('Paid');
  await showPush(page, 'operations', () => frames.slice(before));
  await expect(row).toContainText('Cancelled');
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
  const frames = framesOf(page);
  await page.clock.install();
  await openBoard(page);
  await expect.poll(() => frames).toContain(subscribed('kitchen'));

  await stopClock(page);
  const before = frames.length;
  // The API lists the ticket from now on.
  await paidTicket(product);
  await expect(ticketOf(page, product)).toHaveCount(0);
  await showPush(page, 'kitchen', () => frames.slice(before));
  await expect(ticketOf(page, product)).toBeVisible();
});

test('the kitchen’s board shows the same if no connection can be opened', async ({ page }) => {
  const product = await newProduct(5);
  const refused = await refuseSockets(page);
  await openBoard(page);
  await paidTicket(product);

  await expect(ticketOf(page, product)).toBeVisible();
  expect(refused()).toBeGreaterThan(0);
});
