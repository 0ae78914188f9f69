import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/console/paths.ts';
import { test } from './page-test.ts';
import {
  newCustomer,
  newProduct,
  openBasket,
  addToBasket,
  openShop,
  readyToOrder,
  signInAs,
} from './shop-support.ts';
import { expectAccessible } from './support.ts';

const phone = { width: 390, height: 844 };

/** Presses Tab until an element has the focus, as people without a mouse do. */
const tabTo = async (page: Page, goal: Locator): Promise<void> => {
  await goal.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not reach it');
};

const press = async (page: Page, goal: Locator): Promise<void> => {
  await tabTo(page, goal);
  await page.keyboard.press('Enter');
};

test.describe('the shop without a mouse', () => {
  test('takes an order and its payment by the keyboard alone', async ({ page }) => {
    const product = await newProduct(2);
    await openShop(page);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
    await tabTo(page, page.getByRole('searchbox', { name: 'Search' }));
    await page.keyboard.type(product.name);
    await press(page, page.getByRole('button', { name: `Add ${product.name}` }));
    // The focus stays on the button. From now on, this button adds one more unit.
    await expect(page.getByRole('button', { name: `One ${product.name} more` })).toBeFocused();
    await page.keyboard.press('Enter');
    await press(page, page.getByRole('link', { name: /^View basket/ }));
    await press(page, page.getByRole('button', { name: 'Sign in to order' }));
    await tabTo(page, page.getByLabel('Name'));
    await page.keyboard.type(newCustomer());
    await page.keyboard.press('Enter');
    await press(page, page.getByRole('button', { name: 'Place order' }));
    await press(page, page.getByRole('link', { name: /^Pay €7.00/ }));
    await press(page, page.getByRole('button', { name: /^Pay / }));
    await press(page, page.getByRole('link', { name: 'Back to the shop' }));
    await expect(page.getByRole('heading', { name: 'Thank you, your order is paid' })).toBeVisible();
  });
});

/** Expects the page to be accessible and to fit a phone, in light and in dark colours. Keeps a screenshot of each. */
const expectGoodOnPhone = async (page: Page, name: string): Promise<void> => {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page);
    const file = `shop-${name}-${colorScheme}.png`;
    await page.screenshot({ path: join(projectRoot, '.local', 'pictures', file) });
  }
};

test('every page of the shop is accessible and fits a phone, in light and dark colours', async ({ page }) => {
  await page.setViewportSize(phone);
  const product = await newProduct(3);
  await openShop(page);
  await addToBasket(page, product);
  await expectGoodOnPhone(page, 'catalogue');
  await openBasket(page);
  await expectGoodOnPhone(page, 'basket');
  await page.getByRole('button', { name: 'Sign in to order' }).click();
  await signInAs(page, newCustomer());
  await page.getByRole('button', { name: 'Place order' }).click();
  await expect(page.getByRole('link', { name: /^Pay / })).toBeVisible();
  await expectGoodOnPhone(page, 'order');
  await page.getByRole('button', { name: 'Cancel this order' }).click();
  await expectGoodOnPhone(page, 'cancel');
  await page.getByRole('button', { name: 'Cancel the order' }).click();
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible();
  await expectGoodOnPhone(page, 'cancelled');
  await page.getByRole('link', { name: 'Your orders' }).click();
  await expect(page.getByRole('link', { name: new RegExp(product.name) })).toBeVisible();
  await expectGoodOnPhone(page, 'orders');
  await page.getByLabel('Account').click();
  await page.getByRole('link', { name: 'Your account' }).click();
  await expect(page.getByRole('heading', { name: 'How we reach you' })).toBeVisible();
  await expectGoodOnPhone(page, 'account');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expectGoodOnPhone(page, 'delete-account');
  await openShop(page, 'nowhere');
  await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await expectGoodOnPhone(page, 'nowhere');
});

test('a customer who deletes the account is told so, and is signed out for good', async ({ page }) => {
  await readyToOrder(page, newCustomer(), await newProduct(1));
  await page.getByLabel('Account').click();
  await page.getByRole('link', { name: 'Your account' }).click();
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByRole('heading', { name: 'We are deleting your data' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Basket, 0 items' })).toBeVisible();
  await page.reload();
  await expect(page.getByText('Sign in to see it.')).toBeVisible();
});

test('the account page saves contact details and says what to confirm', async ({ page }) => {
  await readyToOrder(page, newCustomer(), await newProduct(1));
  await page.getByRole('link', { name: 'Get mails' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByLabel('E-mail').fill(`${newCustomer()}@example.org`);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: /^Confirm .*@example.org/ })).toBeVisible();
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('The 6 digits that we sent you').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByRole('alert')).toContainText('That did not work.');
});
