import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { api, callAs, demand, tokenFor } from '../support/callers.ts';
import { test } from './page-test.ts';

/** An origin that the tests' stack allows (scripts/testing/tiers.ts), and one that it does not. */
const SHOP = 'https://shop.test';
const ELSEWHERE = 'https://elsewhere.test';

/** Opens an empty page of an origin. The origin needs no server, because Playwright answers the request. */
const openPageOf = async (page: Page, origin: string): Promise<void> => {
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>A page</title>' }),
  );
  await page.goto(`${origin}/`);
};

interface Request {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly cache?: 'no-store';
  readonly credentials?: 'include';
}

/** The response that a script of the page gets: `failed` if the browser blocks it. */
const fetched = (page: Page, url: string, init: Request = {}) =>
  page.evaluate(
    async ([to, how]) => {
      const answer = await fetch(to, how).catch(() => undefined);
      if (answer === undefined) return 'failed';
      const { status, headers } = answer;
      return {
        status,
        location: headers.get('location'),
        etag: headers.get('etag'),
        allow: headers.get('allow'),
      };
    },
    [url, init] as const,
  );

/** Creates a product with a unit in stock. */
const newProduct = async (): Promise<string> => {
  const productId = `product-${randomUUID()}`;
  const body = { name: 'Desk', unitAmount: 500, currency: 'EUR', active: true };
  demand(await callAs('admin', 'admin', 'PUT', `/products/${productId}`, { body }), 201);
  const headers = { 'idempotency-key': randomUUID() };
  const stock = { body: { change: 1, reason: 'test' }, headers };
  demand(await callAs('admin', 'admin', 'POST', `/products/${productId}/stock`, stock), 200);
  return productId;
};

test.beforeEach(({ context }) => context.grantPermissions(['local-network-access']));

test.describe('a page of an allowed origin', () => {
  test('places an order, follows it, and polls it', async ({ page }) => {
    const authorization = `Bearer ${await tokenFor(`customer-${randomUUID()}`)}`;
    const body = JSON.stringify({ items: [{ productId: await newProduct(), quantity: 1 }] });
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    await openPageOf(page, SHOP);

    let location = '';
    // The orders service gets the price of a new product a moment after the product is created.
    await expect(async () => {
      const placed = await fetched(page, api('/orders'), { method: 'POST', headers, body });
      expect(placed).toMatchObject({ status: 202 });
      location = (placed as { location: string }).location;
    }).toPass();
    const order = new URL(location, api('/orders')).href;
    await expect(async () => {
      const shown = await fetched(page, order, { headers: { authorization } });
      const { etag } = shown as { etag: string };
      expect(
        await fetched(page, order, { headers: { authorization, 'if-none-match': etag }, cache: 'no-store' }),
      ).toMatchObject({ status: 304, etag });
    }).toPass();
  });

  test('reads a refusal, and cannot send cookies', async ({ page }) => {
    await openPageOf(page, SHOP);
    expect(await fetched(page, api('/orders'), { method: 'PATCH' })).toMatchObject({
      status: 405,
      allow: 'GET, HEAD, OPTIONS, POST',
    });
    expect(await fetched(page, api('/products'), { credentials: 'include' })).toBe('failed');
  });
});

test.describe('a page of another origin', () => {
  test('reads nothing', async ({ page }) => {
    await openPageOf(page, ELSEWHERE);
    expect(await fetched(page, api('/products'))).toBe('failed');
    expect(await fetched(page, api('/orders'), { method: 'PATCH' })).toBe('failed');
  });
});
