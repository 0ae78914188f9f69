import { expect } from '@playwright/test';
import { expectGood, few, laptop, openAsAdmin, unpaidOrder } from './operations-support.ts';
import { test } from './page-test.ts';

test.use({ viewport: laptop });

test('orders are found by their amount, and amounts that are none are explained', async ({ page }) => {
  // The order is of one unit of a product that costs 3.50 euros.
  const { orderId, customer } = await unpaidOrder();
  const requests: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/insights/orders?')) requests.push(new URL(request.url()).search);
  });
  await openAsAdmin(page, `?customer=${customer}`);
  const row = page.getByRole('row').filter({ hasText: customer });
  await expect(row).toBeVisible();
  const amount = page.getByRole('group', { name: 'Amount' });
  await expect(amount.getByLabel('Currency')).toHaveValue('EUR');

  await amount.getByLabel('From').fill('3,50');
  await amount.getByLabel('To', { exact: true }).fill('4');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=3.50&to=4.00&currency=EUR/);
  await expect(row).toContainText('€3.50');
  expect(requests.at(-1)).toContain('currency=EUR&amountFrom=350&amountTo=400');
  await page.reload();
  await expect(amount.getByLabel('From')).toHaveValue('3.50');
  await expect(row.getByRole('link')).toHaveAttribute('title', orderId);
  await expectGood(page, 'orders-by-amount');

  await amount.getByLabel('From').fill('3.51');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No order matches.')).toBeVisible();
  await expect(row).toHaveCount(0);

  await amount.getByLabel('From').fill('5');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('“From” is larger than “to”.');
  await expect(amount.getByLabel('From')).toHaveAccessibleDescription('“From” is larger than “to”.');
  await expect(page).toHaveURL(/from=3.51/);
  await expectGood(page, 'no-amount', few);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(amount.getByLabel('From')).toHaveValue('');
  await expect(page).not.toHaveURL(/from=/);
});
