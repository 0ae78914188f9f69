import { expect, type Page } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { test } from './page-test.ts';
import { newCustomer, newProduct, placedOrders, readyToOrder } from './shop-support.ts';

/**
 * Places an order on the shop's page, and stays on the order's page.
 * @returns the order's id
 */
const order = async (page: Page, customer: string): Promise<string> => {
  await readyToOrder(page, customer, await newProduct(5));
  await page.getByRole('button', { name: 'Place order' }).click();
  await expect(page.getByRole('link', { name: /^Pay/ })).toBeVisible();
  const [placed] = await placedOrders(customer);
  return placed?.orderId ?? '';
};

const cancelElsewhere = async (customer: string, orderId: string): Promise<void> => {
  demand(await callAs(customer, 'customer', 'POST', `/orders/${orderId}/cancel`, { body: {} }), 200);
};

const cancelled = (page: Page) => page.getByRole('heading', { name: /cancelled/i });

test('the page of an order hears of a change at once, and then reads it', async ({ page }) => {
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  const violations: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  const customer = newCustomer();
  const orderId = await order(page, customer);
  await expect(() => {
    expect(frames).toContainEqual(JSON.stringify({ type: 'subscribed', to: 'order', orderId }));
  }).toPass();
  const before = frames.length;
  await cancelElsewhere(customer, orderId);

  await expect(cancelled(page)).toBeVisible();
  expect(frames.slice(before)).toContainEqual(JSON.stringify({ type: 'changed', to: 'order', orderId }));
  expect(violations).toEqual([]);
});

test('the page of an order shows the same if no connection can be opened', async ({ page }) => {
  let refused = 0;
  await page.routeWebSocket(/\/live$/, async (socket) => {
    refused += 1;
    await socket.close();
  });
  const customer = newCustomer();
  const orderId = await order(page, customer);
  await cancelElsewhere(customer, orderId);

  await expect(cancelled(page)).toBeVisible();
  expect(refused).toBeGreaterThan(0);
});

test('the page of an order shows the same if its token is refused', async ({ page }) => {
  let refused = 0;
  await page.routeWebSocket(/\/live$/, (socket) => {
    socket.onMessage(async () => {
      refused += 1;
      socket.send(JSON.stringify({ type: 'error', code: 'live.not-signed-in', detail: 'It has expired' }));
      await socket.close();
    });
  });
  const customer = newCustomer();
  const orderId = await order(page, customer);
  await cancelElsewhere(customer, orderId);

  await expect(cancelled(page)).toBeVisible();
  expect(refused).toBeGreaterThan(0);
});
