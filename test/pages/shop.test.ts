import { randomUUID } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { newProduct, openShop, placedOrders, signInAs } from './shop-support.ts';

/** Adds a product to the basket, and opens the basket. */
const fill = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('searchbox', { name: 'Search' }).fill(name);
  await page.getByRole('button', { name: `Add ${name}` }).click();
  await page.getByRole('link', { name: /^Basket, 1 item/ }).click();
  await expect(page.getByRole('heading', { name: 'Your basket' })).toBeVisible();
};

test.describe('the shop', () => {
  test('sells: a product is ordered, paid and followed until it is ready', async ({ page }) => {
    const product = await newProduct(3);
    const customer = `shop-${randomUUID().slice(0, 8)}`;
    await openShop(page);
    await fill(page, product.name);
    // The basket survives a reload.
    await page.reload();
    await expect(page.getByText(product.name)).toBeVisible();
    await page.getByRole('button', { name: 'Sign in to order' }).click();
    await signInAs(page, customer);
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.getByRole('link', { name: /^Pay / }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    await page.goBack();
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'Thank you, your order is paid' })).toBeVisible();
    const [order] = await placedOrders(customer);
    expect(order).toMatchObject({ status: 'PAID', totalAmount: product.unitAmount });
    await expect(async () => {
      demand(await callAs('kitchen', 'staff', 'POST', `/fulfilment/tickets/${order?.orderId}/start`), 200);
    }).toPass();
    await expect(page.getByRole('heading', { name: 'Being prepared' })).toBeVisible();
    await page.getByRole('link', { name: 'Basket, 0 items' }).click();
    await expect(page.getByRole('heading', { name: 'Your basket is empty' })).toBeVisible();
  });
});
