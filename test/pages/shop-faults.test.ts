import { expect, type Page } from '@playwright/test';
import { api } from '../support/callers.ts';
import { test } from './page-test.ts';
import {
  addToBasket,
  newCustomer,
  newProduct,
  openBasket,
  openShop,
  orderElsewhere,
  placedOrders,
  putProduct,
  readyToOrder,
  shopOrigin,
  signInAs,
} from './shop-support.ts';

const orders = `${shopOrigin()}/v1/orders`;
const placeOrder = (page: Page) => page.getByRole('button', { name: 'Place order' });
const onOrderPage = async (page: Page): Promise<void> => {
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

/**
 * Lets the server receive orders, but drops the given number of responses. Returns the idempotency keys of all orders
 * that were sent.
 */
const loseAnswers = async (page: Page, count: number): Promise<readonly string[]> => {
  const keys: string[] = [];
  await page.route(orders, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key'] ?? '');
    if (keys.length > count) return route.fallback();
    await route.fetch();
    return route.abort('connectionreset');
  });
  return keys;
};

test.describe('one order, and no second one', () => {
  test('after a double click', async ({ page }) => {
    const customer = newCustomer();
    await readyToOrder(page, customer, await newProduct(5));
    await placeOrder(page).dblclick();
    await onOrderPage(page);
    expect(await placedOrders(customer)).toHaveLength(1);
  });

  test('after an answer that got lost: the shop asks again by itself', async ({ page }) => {
    const customer = newCustomer();
    await readyToOrder(page, customer, await newProduct(5));
    const keys = await loseAnswers(page, 1);
    await placeOrder(page).click();
    await onOrderPage(page);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(await placedOrders(customer)).toHaveLength(1);
  });

  test('after many lost answers, a reload, and another click', async ({ page }) => {
    const [product, customer] = [await newProduct(5), newCustomer()];
    await readyToOrder(page, customer, product);
    const keys = await loseAnswers(page, 3);
    await placeOrder(page).click();
    await expect(page.getByRole('alert')).toContainText('We do not know yet whether your order arrived.');
    // The quantity cannot be changed, because the order would then be a different one.
    await expect(page.getByRole('button', { name: `One ${product.name} more` })).toBeDisabled();
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('there will be one order, not two');
    await page.getByRole('button', { name: 'Try again' }).click();
    await onOrderPage(page);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(await placedOrders(customer)).toHaveLength(1);
  });

  test('after a lost answer, and what was added to the basket meanwhile stays there', async ({ page }) => {
    const [product, later, customer] = [await newProduct(5), await newProduct(5), newCustomer()];
    await readyToOrder(page, customer, product);
    await loseAnswers(page, 3);
    await placeOrder(page).click();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await page.getByRole('link', { name: 'Orderly' }).click();
    await addToBasket(page, later);
    await page.getByRole('searchbox', { name: 'Search' }).fill(product.name);
    await page.getByRole('button', { name: `One ${product.name} more` }).click();
    await openBasket(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await onOrderPage(page);
    expect(await placedOrders(customer)).toMatchObject([{ totalAmount: product.unitAmount }]);
    await openBasket(page);
    for (const { name } of [product, later]) {
      await expect(page.getByRole('group', { name: `Quantity of ${name}` })).toContainText('1');
    }
  });

  test('after the connection was lost and came back', async ({ page, context }) => {
    const [product, customer] = [await newProduct(5), newCustomer()];
    await readyToOrder(page, customer, product);
    await context.setOffline(true);
    await expect(page.getByText('You are offline. Your basket is kept')).toBeVisible();
    await placeOrder(page).click();
    await expect(page.getByRole('alert')).toContainText('Your basket is safe.');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await onOrderPage(page);
    expect(await placedOrders(customer)).toHaveLength(1);
  });

  test('after the sign-in has ended in the middle of it', async ({ page }) => {
    const [product, customer] = [await newProduct(5), newCustomer()];
    await readyToOrder(page, customer, product);
    // The token expires between the last check of the basket and the order.
    const problem = { code: 'auth.invalid-token', detail: 'The token has expired', status: 401 };
    await page.route(orders, (route) => route.fulfill({ status: 401, json: problem }), { times: 1 });
    await placeOrder(page).click();
    await expect(page.getByRole('alert')).toContainText('Your sign-in has ended. Your basket is safe.');
    await page.getByRole('button', { name: 'Sign in to order' }).click();
    await signInAs(page, customer);
    await expect(page.getByRole('heading', { name: product.name })).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await onOrderPage(page);
    expect(await placedOrders(customer)).toHaveLength(1);
  });
});

test.describe('what changes while somebody shops', () => {
  test('sold out between basket and order: it is taken out, and the page says so', async ({ page }) => {
    const [product, other, customer] = [await newProduct(1), await newProduct(1), newCustomer()];
    await readyToOrder(page, customer, product, other);
    await orderElsewhere(product.productId, 1);
    await expect(async () => {
      const left = (await (await fetch(api(`/products/${product.productId}`))).json()) as {
        available: number;
      };
      expect(left.available).toBe(0);
    }).toPass();
    await placeOrder(page).click();
    await expect(page.getByText(`${product.name} is sold out. We took it out.`)).toBeVisible();
    expect(await placedOrders(customer)).toHaveLength(0);
    await placeOrder(page).click();
    await onOrderPage(page);
    expect(await placedOrders(customer)).toMatchObject([{ totalAmount: other.unitAmount }]);
  });

  test('sold out while the order is on its way: the order says what is left', async ({ page }) => {
    const [product, customer] = [await newProduct(2), newCustomer()];
    await readyToOrder(page, customer, product);
    await page.getByRole('button', { name: `One ${product.name} more` }).click();
    await orderElsewhere(product.productId, 1);
    // The page still reads that two units are available, as before the other customer's order.
    await page.route(`**/products/${product.productId}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), available: 2 } });
    });
    await placeOrder(page).click();
    await expect(page.getByRole('heading', { name: 'Sold out meanwhile' })).toBeVisible();
    await expect(page.getByText('you wanted 2, and 1 are left')).toBeVisible();
    await page.unrouteAll({ behavior: 'wait' });
    await page.getByRole('button', { name: 'Order what is left' }).click();
    await expect(placeOrder(page)).toBeVisible();
    await expect(page.getByRole('status', { name: '1' }).or(page.getByText('€3.50 each'))).toBeVisible();
  });

  test('another price: the customer sees it before the order', async ({ page }) => {
    const [product, customer] = [await newProduct(2), newCustomer()];
    await readyToOrder(page, customer, product);
    await putProduct(product, { unitAmount: 410 });
    await placeOrder(page).click();
    await expect(page.getByText(`${product.name} now costs €4.10 instead of €3.50.`)).toBeVisible();
    expect(await placedOrders(customer)).toHaveLength(0);
  });

  test('another price while the basket is still compared: the customer sees it before the order', async ({
    page,
  }) => {
    const [product, customer] = [await newProduct(2), newCustomer()];
    await readyToOrder(page, customer, product);
    // Ends the requests of the page, so that only the requests of the next page are held back.
    await page.goto('about:blank');
    let asked = 0;
    let letAnswer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letAnswer = resolve;
    });
    await page.route(`**/products/${product.productId}`, async (route) => {
      asked += 1;
      if (asked === 1) await held;
      await route.continue();
    });
    await openShop(page, 'basket');
    await expect.poll(() => asked).toBe(1);
    await putProduct(product, { unitAmount: 410 });
    await placeOrder(page).click();
    letAnswer();
    await expect(page.getByText(`${product.name} now costs €4.10 instead of €3.50.`)).toBeVisible();
    await expect(placeOrder(page)).toBeEnabled();
    expect(await placedOrders(customer)).toHaveLength(0);
  });

  test('a product that cannot be compared stays in the basket', async ({ page }) => {
    const [product, other, customer] = [await newProduct(1), await newProduct(1), newCustomer()];
    await page.route(`**/products/${other.productId}`, (route) => route.abort('connectionreset'));
    await readyToOrder(page, customer, product, other);
    await expect(page.getByRole('link', { name: 'Basket, 2 items' })).toBeVisible();
    await placeOrder(page).click();
    await onOrderPage(page);
    const totalAmount = product.unitAmount + other.unitAmount;
    expect(await placedOrders(customer)).toMatchObject([{ totalAmount }]);
  });

  test('few left and sold out are shown in the catalogue, and no more can be added', async ({ page }) => {
    const [few, none] = [await newProduct(2), await newProduct(1)];
    await orderElsewhere(none.productId, 1);
    await expect(async () => {
      await openShop(page);
      await page.getByRole('searchbox', { name: 'Search' }).fill(none.name);
      await expect(page.getByText('Sold out')).toBeVisible({ timeout: 2000 });
    }).toPass();
    await expect(page.getByRole('button', { name: `Add ${none.name}` })).toHaveCount(0);
    await page.getByRole('searchbox', { name: 'Search' }).fill(few.name.toUpperCase());
    await expect(page.getByText('2 left')).toBeVisible();
    await page.getByRole('button', { name: `Add ${few.name}` }).click();
    await page.getByRole('button', { name: `One ${few.name} more` }).click();
    await expect(page.getByRole('button', { name: `One ${few.name} more` })).toBeDisabled();
  });
});
