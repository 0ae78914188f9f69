import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { deployedStack } from '../support/stack.ts';

/** A product that only one test uses. */
export interface TestProduct {
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
}

/** Changes a product in the catalogue, or creates it. */
export const putProduct = async (
  { productId, name, unitAmount }: TestProduct,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const body = { name, unitAmount, currency: 'EUR', active: true, ...changes };
  demand(await callAs('admin', 'admin', 'PUT', `/products/${productId}`, { body }), 200, 201);
};

/** Places an order by the API, as another customer does. */
export const orderElsewhere = async (productId: string, quantity: number): Promise<PlacedOrder> =>
  eventually(
    async () => {
      const body = { items: [{ productId, quantity }] };
      return demand(
        await callAs<PlacedOrder>(`rival-${productId}`, 'customer', 'POST', '/orders', { body }),
        202,
      );
    },
    { describe: `an order of ${productId}` },
  );

/** Creates a product with units in stock, and waits until it can be ordered. */
export const newProduct = async (
  units: number,
  changes: { readonly name?: string; readonly description?: string; readonly imageUrl?: string } = {},
): Promise<TestProduct> => {
  const id = randomUUID().slice(0, 8);
  const product = { productId: `shop-${id}`, name: changes.name ?? `Bun ${id}`, unitAmount: 350 };
  await putProduct(product, changes);
  const headers = { 'idempotency-key': randomUUID() };
  const stock = { body: { change: units, reason: 'test' }, headers };
  demand(await callAs('admin', 'admin', 'POST', `/products/${product.productId}/stock`, stock), 200);
  // The orders service gets the price a moment after the product is created. This order asks for more units than there
  // are, so it changes no stock.
  await orderElsewhere(product.productId, 1000);
  return product;
};

/** The origin at which people reach the shop. */
export const shopOrigin = (): string => new URL(deployedStack().apiUrl).origin;

export const openShop = async (page: Page, path = ''): Promise<void> => {
  await page.goto(`${shopOrigin()}/${path}`);
};

/** Signs in on the identity simulator's page. The browser must already show this page. */
export const signInAs = async (page: Page, name: string): Promise<void> => {
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('link', { name: /^Basket/ })).toBeVisible();
};

/** The fields of an order that the tests read. */
export interface PlacedOrder {
  readonly orderId: string;
  readonly status: string;
  readonly totalAmount: number;
  readonly note?: string;
}

/** The orders of a customer, newest first, as the API lists them. */
export const placedOrders = async (customer: string): Promise<readonly PlacedOrder[]> => {
  const answer = await callAs<{ items: readonly PlacedOrder[] }>(customer, 'customer', 'GET', '/orders');
  return demand(answer, 200).items;
};

/** A customer's name that only one test uses. */
export const newCustomer = (): string => `shop-${randomUUID().slice(0, 8)}`;

export const addToBasket = async (page: Page, ...products: readonly TestProduct[]): Promise<void> => {
  for (const { name } of products) {
    await page.getByRole('searchbox', { name: 'Search' }).fill(name);
    await page.getByRole('button', { name: `Add ${name}` }).click();
  }
};

export const openBasket = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: /^Basket, [1-9]/ }).click();
  await expect(page.getByRole('heading', { name: 'Your basket' })).toBeVisible();
};

/** Fills the basket and signs in. To order, a test then only has to press "Place order". */
export const readyToOrder = async (
  page: Page,
  customer: string,
  ...products: readonly TestProduct[]
): Promise<void> => {
  await openShop(page);
  await addToBasket(page, ...products);
  await openBasket(page);
  await page.getByRole('button', { name: 'Sign in to order' }).click();
  await signInAs(page, customer);
  await expect(page.getByRole('button', { name: 'Place order' })).toBeVisible();
};
