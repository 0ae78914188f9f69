import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { UpdateItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { projectRoot } from '../../scripts/console/paths.ts';
import { stackClientSettings } from '../../scripts/deployment/stack-file.ts';
import { api, simulators } from '../support/callers.ts';
import { request } from '../support/http.ts';
import { deployedStack } from '../support/stack.ts';
import { test } from './page-test.ts';
import { exchange, expectAccessible, startClient, startTokenCommand, type Client } from './support.ts';

let client: Client;
test.beforeEach(async () => {
  client = await startClient();
});
test.afterEach(() => client.close());

const phone = { width: 390, height: 844 };
const person = (page: Page, name: string) => page.getByRole('button', { name });

/** Signs in on the page, and returns the authorization code. */
const codeFor = async (page: Page, name = 'Alice, customer'): Promise<string> => {
  await page.goto(client.page());
  await person(page, name).click();
  return (await client.returned())['code'] ?? '';
};

/** For each role, a path that this role may call and the next lower role may not. */
const calls = { customer: '/me/contact', staff: '/fulfilment/tickets?status=WAITING', admin: '/ops/status' };
const statusesWith = async (token: string): Promise<Readonly<Record<string, number>>> => {
  const answers = Object.entries(calls).map(
    async ([role, path]) => [role, (await request('GET', api(path), { token })).status] as const,
  );
  return Object.fromEntries(await Promise.all(answers));
};

test.describe('npm run token -- --stage local', () => {
  for (const [name, statuses] of [
    ['Alice, customer', { customer: 200, staff: 403, admin: 403 }],
    ['Kim, kitchen', { customer: 200, staff: 200, admin: 403 }],
    ['Root, administrator', { customer: 200, staff: 200, admin: 200 }],
  ] as const) {
    test(`prints a token that the API accepts after a sign-in as ${name}`, async ({ page }) => {
      const command = await startTokenCommand();
      await page.goto(await command.page);
      await person(page, name).click();
      await expect(page.getByRole('heading', { name: 'Signed in' })).toBeVisible();
      const { code, output } = await command.ended;
      expect(code).toBe(0);
      expect(output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      expect(await statusesWith(output.trim())).toEqual(statuses);
    });
  }

  test('says so if the person cancels', async ({ page }) => {
    const command = await startTokenCommand();
    await page.goto(await command.page);
    await person(page, 'Cancel').click();
    await expect(page.getByRole('heading', { name: 'Not signed in' })).toBeVisible();
    expect(await command.ended).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining('cancelled or denied in the browser'),
    });
  });

  test('refuses an answer of another sign-in', async ({ page }) => {
    const command = await startTokenCommand();
    const address = new URL(await command.page);
    address.searchParams.set('state', 'of-another-sign-in');
    await page.goto(address.href);
    await person(page, 'Alice').click();
    await expect(page.getByRole('heading', { name: 'Not signed in' })).toBeVisible();
    expect(await command.ended).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining('does not belong to this sign-in'),
    });
  });
});

test.describe('a code', () => {
  test('is exchanged once, and only by the client that it was issued to', async ({ page }) => {
    const code = await codeFor(page);
    expect(await exchange(client, { code })).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(await exchange(client, { code })).toMatchObject(refused);
    expect(await exchange(client, { code: 'guessed' })).toMatchObject(refused);
  });

  test('is refused with the verifier of someone else', async ({ page }) => {
    const code = await codeFor(page);
    const answer = await exchange(client, { code, code_verifier: 'a'.repeat(43) });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('is refused when it has expired, also while the table still has it', async ({ page }) => {
    const code = await codeFor(page);
    const stack = deployedStack();
    const table = new DynamoDBClient(stackClientSettings(stack));
    await table.send(
      new UpdateItemCommand({
        TableName: stack.tables['orders']?.replace(/orders$/, 'simulators'),
        Key: { pk: { S: `authorization-code#${code}` } },
        UpdateExpression: 'SET expiresAt = :past',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':past': { N: String(Math.floor(Date.now() / 1000) - 1) } },
      }),
    );
    const answer = await exchange(client, { code });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: expect.stringContaining('expired') },
    });
  });
});

test.describe('the sign-in page', () => {
  test('returns to each loopback address, and signs out to it', async ({ page }) => {
    for (const host of ['localhost', '[::1]']) {
      const other = await startClient(host);
      await page.goto(other.page());
      await person(page, 'Kim').click();
      await expect(page).toHaveTitle('The client');
      expect(await other.returned()).toMatchObject({ state: 'state-1', code: expect.any(String) });
      const out = new URLSearchParams({ post_logout_redirect_uri: other.redirectUri });
      await page.goto(simulators(`/identity/end-session?${out}`));
      await expect(page).toHaveTitle('The client');
      other.close();
    }
  });

  test('stays where it is if the request names a page of another host', async ({ page }) => {
    await page.goto(client.page({ redirect_uri: 'https://evil.example/callback' }));
    await expect(page.getByRole('alert')).toContainText('must be an address on this machine');
    expect(new URL(page.url()).origin).toBe(new URL(simulators('')).origin);
    await expectAccessible(page);
  });

  test('can be used with the keyboard alone', async ({ page }) => {
    await page.goto(client.page());
    await page.keyboard.press('Tab');
    await expect(person(page, 'Alice')).toBeFocused();
    for (const next of ['Kim', 'Root']) {
      await page.keyboard.press('Tab');
      await expect(person(page, next)).toBeFocused();
    }
    await page.keyboard.press('Tab');
    await page.keyboard.type('Mary Ann');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('without spaces');
    const name = page.getByLabel('Name');
    await expect(name).toBeFocused();
    await expect(name).toHaveValue('Mary Ann');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('mary');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('radio', { name: 'Customer' })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Kitchen' })).toBeChecked();
    await page.keyboard.press('Enter');
    const { code = '' } = await client.returned();
    const { body } = await exchange(client, { code });
    expect(await statusesWith(String(body['access_token']))).toMatchObject({ staff: 200, admin: 403 });
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible and fits a phone, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(phone);
      await page.goto(client.page());
      await expectAccessible(page);
      const pictures = join(projectRoot, '.local', 'pictures');
      await page.screenshot({ path: join(pictures, `sign-in-${colorScheme}.png`), fullPage: true });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(phone.width);
      await page.getByLabel('Name').fill('Mary Ann');
      await person(page, 'Sign in').click();
      await expect(page.getByRole('alert')).toBeVisible();
      await expectAccessible(page);
      await page.screenshot({ path: join(pictures, `sign-in-mistake-${colorScheme}.png`), fullPage: true });
    });
  }
});
