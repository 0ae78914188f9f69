import { test as base } from '@playwright/test';

/**
 * Playwright's `test`, for all tests of pages. When a test ends, a request that a route of the test handles may still
 * be on its way. Without `page.unrouteAll`, Playwright would report the failure of this request as an error of the next
 * test in the same process (Playwright's documentation, `page.unrouteAll`).
 */
export const test = base.extend({
  page: async ({ page }, use) => {
    await use(page);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  },
});
