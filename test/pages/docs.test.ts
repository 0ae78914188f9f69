import { expect, test } from '@playwright/test';
import { api, tokenFor } from '../support/callers.ts';

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
    await page.locator('.auth-container input').fill(await tokenFor('reader'));
    await page.locator('.auth-btn-wrapper .authorize').click();
    await page.locator('.auth-btn-wrapper .btn-done').click();
    const operation = page.locator('#operations-orders-listOrders');
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    const answered = page.waitForResponse((response) => response.url().startsWith(api('/orders')));
    await operation.getByRole('button', { name: 'Execute' }).click();
    expect((await answered).status()).toBe(200);
    await expect(
      operation.locator('.responses-table.live-responses-table td.response-col_status:not(.col_header)'),
    ).toContainText('200');
  });
});
