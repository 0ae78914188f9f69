import { expect } from '@playwright/test';
import { pickupCode } from '../../shared/kernel/pickup-code.ts';
import { callAs, demand } from '../support/callers.ts';
import {
  discard,
  discardAll,
  enterAs,
  expectGood,
  few,
  laptop,
  openAsAdmin,
  openOperations,
  paidOrder,
  plantDeadLetters,
  reach,
  sendUnreadable,
  tabTo,
  unpaidOrder,
} from './operations-support.ts';
import { test } from './page-test.ts';

test.use({ viewport: laptop });

test('an order is found by its correlation id, its timeline is read, and it is refunded once', async ({
  page,
}) => {
  const { orderId, correlationId, customer } = await paidOrder();
  await openAsAdmin(page);
  await page.getByLabel('Order, pickup code or correlation id').fill(correlationId);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`text=${correlationId}`));
  const row = page.getByRole('row').filter({ hasText: customer });
  await expect(row).toContainText('the kitchen to begin');
  await expect(page.getByRole('row')).toHaveCount(2);
  // One step back in the browser's history removes the filter.
  await page.goBack();
  await expect(page).not.toHaveURL(/text=/);
  await page.goForward();
  await expect(page.getByLabel('Order, pickup code or correlation id')).toHaveValue(correlationId);
  await row.getByRole('link').click();

  const story = page.getByRole('region', { name: 'Where the order is' });
  await expect(story).toContainText('Waits for the kitchen to begin since');
  const bars = page.getByRole('list', { name: 'Questions and their answers' });
  await expect(bars.getByRole('listitem').filter({ hasText: 'Begin the preparation' })).toContainText('open');
  await expect(bars.getByRole('listitem').filter({ hasText: /^Pay/ })).toContainText('answered');
  const events = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
  const received = events.filter({ hasText: 'Money received' }).first();
  await received.getByText('Money received').click();
  await expect(received.getByText(`PaymentSucceeded:${orderId}`)).toBeVisible();
  await page.getByRole('button', { name: 'Flow' }).click();
  const flow = page.getByRole('list', { name: 'Flow' }).getByRole('listitem');
  await expect(flow.filter({ hasText: 'because of: Stock reserved' })).toContainText('Payment requested');
  await expect(flow.first()).toContainText('by a request or a message from outside');
  await expectGood(page, 'order-flow');
  await page.getByRole('button', { name: 'Raw' }).click();
  await expect(page.getByText(`"correlationId": "${correlationId}"`).first()).toBeVisible();
  await page.getByRole('button', { name: 'Timeline' }).click();

  // The answer to the first request is lost, so the page does not know whether the money was refunded.
  const keys: string[] = [];
  await page.route('**/refunds', async (route) => {
    keys.push((await route.request().allHeaders())['idempotency-key'] ?? '');
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Refund …' }).click();
  await page.getByLabel('Amount in EUR').fill('1.20');
  await page.getByLabel('Reason').fill('Spilled');
  await page.getByRole('button', { name: 'Refund', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Repeating is safe');
  await page.reload();
  await page.getByRole('button', { name: 'Repeat the refund …' }).click();
  await page.getByRole('button', { name: 'Repeat the refund', exact: true }).click();
  await expect(page.getByText('The refund of €1.20 is accepted.')).toBeVisible();
  const refunds = page.getByRole('list', { name: 'Refunds' }).getByRole('listitem');
  await expect(refunds).toContainText('€1.20 returned');
  await expect(refunds).toContainText('Spilled');
  await expect(refunds).toHaveCount(1);
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  await expect(events.filter({ hasText: 'Money returned' })).toBeVisible();
  await expectGood(page, 'order');
});

test('a dead letter is found by its order, and counted if it comes back after it was sent back', async ({
  page,
}) => {
  const { orderId } = await unpaidOrder();
  const correlationId = await sendUnreadable(orderId);
  await openAsAdmin(page, `?text=${pickupCode(orderId)}`);
  const row = page.getByRole('row').filter({ has: page.locator(`a[href$="orders/${orderId}"]`) });
  await expect(row).toContainText('1 dead letter');
  await expectGood(page, 'orders-dead-letter', few);
  await row.getByRole('link').click();
  const concern = page.getByRole('region', { name: /dead letter/ });
  await expect(concern).toContainText('message.invalid');
  await concern.getByRole('button', { name: 'Send back …' }).click();
  await page.getByRole('button', { name: 'Send back', exact: true }).click();
  await expect(page.getByText('1 message sent back.')).toBeVisible();

  await page.getByRole('link', { name: /^Dead letters/ }).click();
  await expect(page.getByText('1 came back.')).toBeVisible();
  // Other tests may have left dead letters with the same code.
  const group = page
    .getByRole('region', { name: /^message.invalid/ })
    .filter({ has: page.locator(`a[href$="orders/${orderId}"]`) });
  await expect(group).toContainText('Fix the cause before you send more.');
  await expect(group.getByRole('link', { name: /^Order/ }).first()).toHaveAttribute(
    'href',
    new RegExp(`orders/${orderId}$`),
  );
  await group.getByText('PaymentClosed', { exact: true }).click();
  await expect(group.getByText(correlationId)).toBeVisible();
  await expectGood(page, 'dead-letters', few);
  await page.getByRole('link', { name: 'Health' }).click();
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('orders-inbox has');
  await expectGood(page, 'health', few);
  await discard(correlationId);
});

test('many dead letters are sent back in steps, which end when one comes back', async ({ page }) => {
  const { orderId } = await unpaidOrder();
  const count = 12;
  const cause = `Planted for ${orderId}`;
  const correlationId = await plantDeadLetters(count, cause, orderId);
  await openAsAdmin(page, 'dead-letters');
  const group = page.getByRole('region', { name: new RegExp(cause) });
  await group.getByRole('button', { name: `Send all ${count} back …` }).click();
  await expect(page.getByRole('radio', { name: /10 at a time/ })).toBeChecked();
  await expectGood(page, 'redrive-in-steps', few);
  await page.getByRole('button', { name: 'Send back', exact: true }).click();
  const steps = page.getByRole('region', { name: 'Sending back in steps' });
  await expect(steps).toContainText('Sending back: 10 of 12.');
  // The messages cannot be read, so they become dead letters again at once.
  await expect(steps).toContainText(/Stopped, because \d+ messages? came back. 2 messages not sent./);
  await expectGood(page, 'came-back', few);
  await steps.getByRole('button', { name: 'Close' }).click();
  await expect(steps).toHaveCount(0);
  await expect(group).toContainText('PaymentClosed');
  await discardAll(correlationId, count);
});

test('the figures of a day count its orders, and each day has an address', async ({ page }) => {
  const { product } = await paidOrder();
  await openAsAdmin(page, 'business');
  await expect(page.getByRole('heading', { name: 'Today' })).toBeVisible();
  const placed = page.getByRole('region', { name: 'How far the orders came' }).getByRole('listitem').first();
  await expect(placed).toContainText(/Placed[1-9]/);
  await expect(page.getByText('Revenue, EUR')).toBeVisible();
  await expectGood(page, 'business', few);
  await page.getByRole('link', { name: 'Day before' }).click();
  // Opens a day without orders. Yesterday is not such a day if midnight has passed during the run.
  await page.goto(page.url().replace(/business.*$/, 'business/2020-01-01'));
  await expect(page.getByText('Nothing was sold.')).toBeVisible();

  await page.getByRole('link', { name: 'Catalogue' }).click();
  await page.getByLabel('Name or id').fill(product.productId);
  await page.getByRole('button', { name: `Change stock of ${product.name}` }).click();
  await page.getByLabel('Units to add').fill('24');
  await page.getByLabel('Reason').fill('Delivery');
  await page.getByRole('button', { name: 'Change the stock', exact: true }).click();
  await expect(page.getByText(`${product.name}: 26 can be ordered now.`)).toBeVisible();
  // One of the units that were received is sold.
  await page.getByRole('button', { name: `Check stock of ${product.name}` }).click();
  const check = page.getByRole('dialog', { name: `Check the stock of ${product.name}` });
  await expect(check.getByText('The stock record and the reservations agree.')).toBeVisible();
  const taken = check.getByRole('row', { name: 'Taken by orders' }).getByRole('cell');
  await expect(taken).toHaveText(['1', '1']);
  await expectGood(page, 'stock-check', few);
  await check.getByRole('button', { name: 'Close' }).click();
  const listed = page.getByRole('row').filter({ hasText: product.productId });
  await expect(listed).toContainText('agrees');
  // This response of the API says that the reservations lack one unit, although no stock changed during the check. With
  // many orders, the check reads several pages. This response is the last page.
  await page.route(`**/products/${product.productId}/stock`, async (route) => {
    const { nextCursor: _, ...check } = await (await route.fetch()).json();
    await route.fulfill({ json: { ...check, reserved: 0, sold: 0, result: 'DIFFERS' } });
  });
  await page.getByRole('button', { name: `Check stock of ${product.name}` }).click();
  await expect(check).toContainText('differ by 1 unit.');
  await expectGood(page, 'stock-differs');
  await check.getByRole('button', { name: 'Close' }).click();
  await expect(listed).toContainText('differs by 1');
  await page.getByRole('button', { name: `Edit ${product.name}` }).click();
  await page.getByLabel('Price of one unit in EUR').fill('4,10');
  await expectGood(page, 'edit-product', few);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: product.productId })).toContainText('€4.10');
  await page.getByLabel('Name or id').fill('');
  await expectGood(page, 'catalogue', few);
  const saved = await callAs('admin', 'admin', 'GET', `/products/${product.productId}`);
  expect(demand(saved, 200)).toMatchObject({ unitAmount: 410, available: 26, name: product.name });
});

test('a customer is refused, and staff see neither dead letters nor refunds', async ({ page }) => {
  const { orderId } = await paidOrder();
  await openOperations(page);
  await expectGood(page, 'sign-in', few);
  await enterAs(page, 'Alice');
  await expect(page.getByRole('heading', { name: 'This page is for staff' })).toBeVisible();
  await expectGood(page, 'refused', few);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await enterAs(page, 'Kim');
  await expect(page.getByRole('table', { name: 'Orders' })).toBeVisible();
  await openOperations(page, 'dead-letters');
  await expect(page.getByText('Only administrators may see this part.')).toBeVisible();
  await openOperations(page, `orders/${orderId}`);
  await expect(page.getByRole('button', { name: 'Cancel the order …' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Refund …' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Health' })).toBeHidden();
});

test('an order is found and cancelled by the keyboard alone', async ({ page }) => {
  const { orderId, customer } = await paidOrder();
  await openAsAdmin(page, `?customer=${customer}`);
  await expect(page.getByLabel('Customer')).toHaveValue(customer);
  await expectGood(page, 'orders');
  await tabTo(page, page.getByRole('link', { name: `…${orderId.slice(-8)}` }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Cancel the order …' }));
  await page.keyboard.press('Enter');
  await expectGood(page, 'cancel', few);
  await tabTo(page, page.getByLabel('Remark'));
  await page.keyboard.type('Asked by telephone');
  await page.keyboard.press('Enter');
  const story = page.getByRole('region', { name: 'Where the order is' });
  await expect(story).toContainText('Cause: cancelled by staff. All money was returned.');
  await expect(story).toContainText('Asked by telephone');
  await reach(orderId, 'being cancelled', ({ status }) => status === 'CANCELLED');
});
