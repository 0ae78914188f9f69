import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { test } from './page-test.ts';

test.describe.configure({ mode: 'serial' });

/** A server that receives requests and never responds. */
const silent = createServer(() => undefined);
test.beforeAll(async () => {
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
});
test.afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

test('a request that a route handles may be on its way when a test ends', async ({ page }) => {
  const { port } = silent.address() as AddressInfo;
  let handled = 0;
  await page.route('**/silent', async (route) => {
    handled += 1;
    await route.fetch({ url: `http://127.0.0.1:${port}/` });
  });
  await page.route('**/start', (route) =>
    route.fulfill({ body: '<title>Start</title>', contentType: 'text/html' }),
  );
  await page.goto('http://page.test/start');
  await page.evaluate(() => void fetch('/silent').catch(() => undefined));
  await expect.poll(() => handled).toBe(1);
});

test('and the next test does not fail because of it', async ({ page }) => {
  await page.setContent('<h1>Next</h1>');
  await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
});
