import { expect } from '@playwright/test';
import { test } from './page-test.ts';
import { newCustomer, newProduct, openShop, orderElsewhere, signInAs } from './shop-support.ts';

test.describe('who may see what', () => {
  test('an order of somebody else cannot be found', async ({ page }) => {
    const { orderId } = await orderElsewhere((await newProduct(1)).productId, 1);
    await openShop(page, `orders/${orderId}`);
    await page.getByRole('button', { name: 'Sign in' }).last().click();
    await signInAs(page, newCustomer());
    await expect(page.getByRole('heading', { name: 'We cannot find this order' })).toBeVisible();
  });

  test('scripts in names, descriptions, notes and addresses do nothing', async ({ page }) => {
    const script = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    const product = await newProduct(1, { name: `Bun ${Date.now()} ${script}`, description: script });
    const complaints: string[] = [];
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await openShop(page, `?search=${encodeURIComponent(script)}`);
    await page.getByRole('searchbox', { name: 'Search' }).fill(product.name);
    await expect(page.getByRole('heading', { name: product.name })).toBeVisible();
    await page.getByRole('button', { name: `Add ${product.name}` }).click();
    await page.getByRole('link', { name: /^Basket, 1/ }).click();
    await page.getByLabel('Note for the kitchen').fill(script);
    await page.getByRole('button', { name: 'Sign in to order' }).click();
    await signInAs(page, newCustomer());
    await page.getByRole('button', { name: 'Place order' }).click();
    await expect(page.getByText(`Note: ${script}`)).toBeVisible();
    await openShop(page, `orders/${encodeURIComponent(script)}`);
    await expect(page.getByRole('heading', { name: 'We cannot find this order' })).toBeVisible();
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(complaints).toEqual([]);
  });

  test('the policy of the page runs no script of its text', async ({ page }) => {
    await openShop(page);
    const blocked = await page.evaluate(async () => {
      const seen = new Promise<string>((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
      );
      const script = document.createElement('script');
      try {
        script.textContent = 'window.hacked = 1';
        document.body.append(script);
      } catch {
        return 'trusted-types';
      }
      return seen;
    });
    expect(['script-src-elem', 'trusted-types', 'require-trusted-types-for']).toContain(blocked);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });
});
