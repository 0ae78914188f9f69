import { expect } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { test } from './page-test.ts';
import {
  addToBasket,
  newCustomer,
  newProduct,
  openBasket,
  openShop,
  placedOrders,
  readyToOrder,
  signInAs,
} from './shop-support.ts';

test.describe('the shop', () => {
  test('sells: a product is ordered, paid and followed until it is handed over', async ({ page }) => {
    const [product, customer] = [await newProduct(3), newCustomer()];
    await openShop(page);
    await addToBasket(page, product);
    await openBasket(page);
    await page.getByLabel('Note for the kitchen').fill('No sugar');
    // The basket and the note survive a reload.
    await page.reload();
    await expect(page.getByText(product.name)).toBeVisible();
    await page.getByRole('button', { name: 'Sign in to order' }).click();
    await signInAs(page, customer);
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.getByRole('link', { name: /^Pay / }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await expect(page.getByRole('heading', { name: 'Thank you, your order is paid' })).toBeVisible();
    const [order] = await placedOrders(customer);
    expect(order).toMatchObject({ status: 'PAID', totalAmount: product.unitAmount, note: 'No sugar' });
    for (const [step, title] of [
      ['start', 'Being prepared'],
      ['ready', 'Ready for you'],
      ['complete', 'Enjoy!'],
    ] as const) {
      await expect(async () => {
        const path = `/fulfilment/tickets/${order?.orderId}/${step}`;
        demand(await callAs('kitchen', 'staff', 'POST', path), 200);
      }).toPass();
      // The page shows the new heading without a reload.
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
    }
    await page.getByRole('link', { name: 'Your orders' }).click();
    await expect(page.getByRole('link', { name: new RegExp(product.name) })).toContainText('Enjoy!');
    await expect(page.getByRole('link', { name: 'Basket, 0 items' })).toBeVisible();
  });

  test('explains a declined payment, and takes the next one', async ({ page }) => {
    await readyToOrder(page, newCustomer(), await newProduct(1));
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.getByRole('link', { name: /^Pay / }).click();
    await page.getByRole('button', { name: 'Decline this payment' }).click();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await expect(page.getByRole('heading', { name: 'Your payment was declined' })).toBeVisible();
    await page.getByRole('link', { name: /^Try again: pay/ }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await expect(page.getByRole('heading', { name: 'Thank you, your order is paid' })).toBeVisible();
  });

  test('cancels a paid order, and shows the money on its way back', async ({ page }) => {
    await readyToOrder(page, newCustomer(), await newProduct(1));
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.getByRole('link', { name: /^Pay / }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await expect(page.getByRole('heading', { name: 'Thank you, your order is paid' })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await expect(page.getByRole('dialog')).toContainText('You get all of your money back.');
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible();
    await expect(page.getByText('€3.50 was returned to you')).toBeVisible();
    await expect(page.getByText('Your money has been returned to you.')).toBeVisible();
  });

  test('says that an unpaid order has expired, and fills the basket with it again', async ({ page }) => {
    const product = await newProduct(1);
    await readyToOrder(page, newCustomer(), product);
    await page.getByRole('button', { name: 'Place order' }).click();
    await expect(page.getByRole('timer')).toContainText('Set aside for you for 0:');
    await expect(page.getByRole('heading', { name: 'Not paid in time' })).toBeVisible();
    await expect(async () => {
      await page.getByRole('button', { name: 'Order this again' }).click();
      await expect(page.getByRole('button', { name: 'Place order' })).toBeVisible({ timeout: 2000 });
    }).toPass();
    await expect(page.getByRole('heading', { name: product.name })).toBeVisible();
  });
});
