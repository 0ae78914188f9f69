import { expect } from '@playwright/test';
import { api, tokenFor } from '../support/callers.ts';
import { test } from './page-test.ts';
import { expectAccessible } from './support.ts';

test.describe('the documentation of the API', () => {
  test('shows each operation, and loads nothing from elsewhere', async ({ page }) => {
    const loaded: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(api('/docs'));
    await expect(page.locator('#operations-orders-placeOrder')).toBeVisible();
    const { paths } = (await (await fetch(api('/openapi.json'))).json()) as { paths: Record<string, object> };
    const operations = Object.values(paths).reduce((sum, item) => sum + Object.keys(item).length, 0);
    await expect(page.locator('.opblock')).toHaveCount(operations);
    const { origin } = new URL(api('/docs'));
    expect(loaded.filter((url) => !url.startsWith(`${origin}/v1/`) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('sends a request that the reader tries, with the reader’s token', async ({ page }) => {
    await page.goto(api('/docs/index.html'));
    await page.getByRole('button', { name: 'Authorize' }).click();
    // The input for the token has the focus, so that a reader can paste the token without a click. The page has no form
    // for signatures, because it cannot sign requests.
    const form = page.locator('.auth-container');
    await expect(form).toHaveCount(1);
    await expect(form.locator('input')).toBeFocused();
    await page.keyboard.insertText(await tokenFor('reader'));
    await form.locator('.authorize').click();
    await form.locator('.btn-done').click();
    // After a reload, the tab still has the token. No other tab has it.
    await page.reload();
    await expect(page.locator('.auth-wrapper .locked')).toBeVisible();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    const operation = page.locator('#operations-orders-listOrders');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    const answered = page.waitForResponse((response) => response.url().startsWith(api('/orders')));
    await operation.getByRole('button', { name: 'Execute' }).click();
    expect((await answered).status()).toBe(200);
    await expect(
      operation.locator('.responses-table.live-responses-table td.response-col_status:not(.col_header)'),
    ).toContainText('200');
    await page.getByRole('button', { name: 'Authorize' }).click();
    await form.getByRole('button', { name: 'Remove authorization' }).click();
    await page.reload();
    await expect(page.locator('.auth-wrapper .unlocked')).toBeVisible();
  });
});

test.describe('an operation', () => {
  test('is opened by its name in the guide, in the same tab, and found by its name', async ({ page }) => {
    await page.goto(api('/docs/index.html'));
    const operation = page.locator('#operations-inventory-putProduct');
    const filter = page.getByPlaceholder('Filter by tag');
    await filter.fill('PutProd');
    await expect(page.locator('.opblock')).toHaveCount(1);
    await expect(operation).toBeVisible();
    await filter.fill('refunds');
    await expect(operation).toHaveCount(0);
    await page.getByRole('link', { name: 'putProduct', exact: true }).click();
    await expect(operation.getByRole('button', { name: 'Try it out' })).toBeVisible();
    await expect(operation).toBeInViewport();
    expect(new URL(page.url()).hash).toBe('#/inventory/putProduct');
    expect(page.context().pages()).toHaveLength(1);
  });

  test('that the guide names has a place on the page', async ({ page }) => {
    await page.goto(api('/docs/index.html'));
    await expect(page.locator('#operations-orders-placeOrder')).toBeVisible();
    const links = page.locator('.info a[href^="#/"]');
    const places = await links.evaluateAll((all) =>
      all.map((link) => `operations-${link.getAttribute('href')?.slice(2).replace('/', '-')}`),
    );
    expect(places).toContain('operations-payments-refundPayment');
    for (const place of places) await expect(page.locator(`#${place}`)).toHaveCount(1);
  });

  test('fits on a telephone, also while a reader edits its request', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(api('/docs/index.html#/payments/refundPayment'));
    const operation = page.locator('#operations-payments-refundPayment');
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.locator('textarea').fill('{ "reason": "A very long reason" }');
    const reset = operation.getByRole('button', { name: 'Reset' });
    // Scrolls down only, so a button beyond the right edge stays out of sight.
    await reset.evaluate((button) => scrollBy(0, button.getBoundingClientRect().top - innerHeight / 2));
    await expect(reset).toBeInViewport({ ratio: 1 });
    await expect(operation.locator('.response').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  test('that may fail shows each error as the API would send it', async ({ page }) => {
    await page.goto(api('/docs/index.html#/orders/getOrder'));
    const missing = page.locator('#operations-orders-getOrder .response[data-code="404"]');
    await expect(missing.locator('pre.example')).toContainText('urn:orderly:problem:order.not-found');
    const fault = page.locator('#operations-orders-getOrder .response[data-code="500"]');
    await expect(fault.locator('pre.example')).toContainText('"status": 500');
  });
});

test.describe('the page of the events', () => {
  test('shows each event with its fields and an example, and loads nothing from elsewhere', async ({
    page,
  }) => {
    const loaded: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    // A violation of the page's Content-Security-Policy is an error, too.
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(api('/docs/events'));
    const { channels } = (await (await fetch(api('/asyncapi.json'))).json()) as { channels: object };
    await expect(page.getByRole('article')).toHaveCount(Object.keys(channels).length);
    const event = page.getByRole('article', { name: 'OrderPaid' });
    await expect(event).toContainText('Published by orders.');
    await expect(event.getByRole('term').filter({ hasText: 'items[].quantity' })).toContainText('integer');
    const example = event.getByRole('group', { name: 'Example of OrderPaid' });
    expect(JSON.parse(await example.innerText())).toMatchObject({
      source: 'orderly.orders',
      detail: { type: 'OrderPaid', data: { currency: 'EUR' } },
    });
    expect(loaded.filter((url) => url.endsWith('.css')).map((url) => url.split('/').at(-1))).toEqual([
      'docs.css',
      'events.css',
      'event.css',
    ]);
    const { origin } = new URL(api('/docs'));
    expect(loaded.filter((url) => !url.startsWith(`${origin}/v1/`) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('can be read on a telephone, without faults of accessibility', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(api('/docs/events/index.html'));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      // The page shows all events in the same way, so axe checks only the first two. Checking all would take too long.
      await page.evaluate(() => {
        for (const event of document.querySelectorAll('article:nth-of-type(n + 3)')) event.remove();
      });
      await expectAccessible(page);
    }
  });

  test('and the page of the API lead to each other', async ({ page }) => {
    await page.goto(api('/docs/events/'));
    await page.getByRole('link', { name: 'API', exact: true }).click();
    await expect(page.locator('#operations-orders-placeOrder')).toBeVisible();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'OrderPaid' })).toBeVisible();
  });
});
