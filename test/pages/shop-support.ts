import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { deployedStack } from '../support/stack.ts';

/** A product that only one test knows. */
export interface TestProduct {
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
}

/** Creates a product with units in stock. */
export const newProduct = async (
  units: number,
  changes: { readonly name?: string; readonly imageUrl?: string } = {},
): Promise<TestProduct> => {
  const id = randomUUID().slice(0, 8);
  const productId = `shop-${id}`;
  const product = { name: `Bun ${id}`, unitAmount: 350, ...changes };
  const body = { ...product, currency: 'EUR', active: true };
  demand(await callAs('admin', 'admin', 'PUT', `/products/${productId}`, { body }), 201);
  if (units > 0) {
    const headers = { 'idempotency-key': randomUUID() };
    const stock = { body: { change: units, reason: 'test' }, headers };
    demand(await callAs('admin', 'admin', 'POST', `/products/${productId}/stock`, stock), 200);
  }
  return { productId, ...product };
};

/** The origin at which people reach the shop. */
export const shopOrigin = (): string => new URL(deployedStack().apiUrl).origin;

/** Opens a page of the shop. */
export const openShop = async (page: Page, path = ''): Promise<void> => {
  await page.goto(`${shopOrigin()}/${path}`);
};

/** Signs in at the identity simulator, which must be open. */
export const signInAs = async (page: Page, name: string): Promise<void> => {
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('link', { name: /^Basket/ })).toBeVisible();
};

/** An order, as far as the tests look at it. */
export interface PlacedOrder {
  readonly orderId: string;
  readonly status: string;
  readonly totalAmount: number;
}

/** The orders of a customer, newest first, as the API lists them. */
export const placedOrders = async (customer: string): Promise<readonly PlacedOrder[]> => {
  const answer = await callAs<{ items: readonly PlacedOrder[] }>(customer, 'customer', 'GET', '/orders');
  return demand(answer, 200).items;
};
