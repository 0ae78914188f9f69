import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/console/paths.ts';
import { pickupCode } from '../../shared/kernel/pickup-code.ts';
import {
  boardUrl,
  cancelElsewhere,
  changeLane,
  lane,
  letUndoPass,
  openBoard,
  paidOrder,
  reachTicket,
  startElsewhere,
  ticketOf,
} from './kitchen-support.ts';
import { test } from './page-test.ts';
import { newCustomer, newProduct } from './shop-support.ts';
import { expectAccessible } from './support.ts';

const tablet = { width: 1180, height: 820 };
test.use({ viewport: tablet });

/** Counts the musical notes that the page plays, from now on. */
const countNotes = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    Object.assign(window, { notes: 0 });
    OscillatorNode.prototype.start = function (...when) {
      (window as unknown as { notes: number }).notes += 1;
      start.apply(this, when);
    };
  });
const notes = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { notes: number }).notes);

/** Records the steps (changes of a ticket's status) that the page requests from the API, in order. */
const stepsOf = (page: Page): string[] => {
  const steps: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/fulfilment/tickets/')) {
      steps.push(request.url().split('/').at(-1) ?? '');
    }
  });
  return steps;
};

const onTheWay = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

test('takes a paid order from its arrival to the counter, with an undo', async ({ page }) => {
  const product = await newProduct(5);
  await countNotes(page);
  await page.clock.install();
  await openBoard(page);
  await page.getByRole('button', { name: 'Turn sound on' }).click();
  await expect(page.getByRole('button', { name: 'Sound is on', pressed: true })).toBeVisible();
  expect(await notes(page)).toBe(2);
  const steps = stepsOf(page);

  const orderId = await paidOrder(product, 3, `No nuts! ${onTheWay}`);
  const ticket = ticketOf(page, product);
  await expect(lane(page, 'Waiting').getByRole('article').filter({ hasText: product.name })).toBeVisible();
  await expect.poll(() => notes(page)).toBeGreaterThan(2);
  await expect(ticket).toHaveAccessibleName(pickupCode(orderId));
  await expect(ticket).toContainText(`No nuts! ${onTheWay}`);
  await expect(page.getByRole('region', { name: 'Count of all' })).toContainText(`3${product.name}`);

  // Crosses an item out. After a reload, the item is still crossed out, and the count of all items does not include it.
  await ticket.getByRole('button', { name: product.name }).click();
  await page.reload();
  await expect(ticket.getByRole('button', { name: product.name, pressed: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Count of all' })).not.toContainText(product.name);

  // A second tap at once is part of a double tap, and has no effect. A later tap undoes the start.
  await ticket.getByRole('button', { name: 'Start' }).dblclick();
  await expect(ticket.getByRole('button', { name: /^Undo/ })).toBeVisible();
  // The tap on "Start" is the first tap after the reload, so it has enabled the sound again.
  await expect(page.getByRole('button', { name: 'Sound is on' })).toBeVisible();
  await page.clock.fastForward(1000);
  await ticket.getByRole('button', { name: /^Undo/ }).click();
  await letUndoPass(page);
  for (const [button, next] of [
    ['Start', 'Preparing'],
    ['Ready', 'Ready'],
  ] as const) {
    await ticket.getByRole('button', { name: button }).click();
    await letUndoPass(page);
    await expect(lane(page, next).getByRole('article').filter({ hasText: product.name })).toBeVisible();
  }
  await ticket.getByRole('button', { name: 'Handed over' }).click();
  await letUndoPass(page);
  await expect(ticket).toHaveCount(0);
  expect(steps).toEqual(['start', 'ready', 'complete']);
  await page.getByRole('button', { name: 'Left the board' }).click();
  await expect(page.getByRole('dialog').getByRole('listitem').first()).toContainText(
    `${pickupCode(orderId)}handed over at`,
  );
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('shows that a start is not confirmed yet, and stops for a cancelled order', async ({ page }) => {
  const product = await newProduct(5);
  await openBoard(page);
  const orderId = await paidOrder(product);
  const ticket = ticketOf(page, product);
  // The page gets the ticket as it was before the orders service confirmed the start.
  await changeLane(page, 'PREPARING', 'before', (tickets) =>
    tickets.map((one) => ({ ...one, confirmed: false })),
  );
  await startElsewhere(orderId);
  await expect(ticket.getByRole('button', { name: 'Confirming …' })).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(ticket.getByRole('button', { name: 'Ready' })).toBeVisible();
  await cancelElsewhere(orderId);
  await expect(ticket.getByText('Cancelled, stop')).toBeVisible();
  await ticket.getByRole('button', { name: 'OK' }).click();
  await expect(ticket).toHaveCount(0);
  await page.getByRole('button', { name: 'Left the board' }).click();
  await expect(page.getByRole('dialog')).toContainText(`${pickupCode(orderId)}cancelled at`);
});

test('keeps the last board while it is offline, and after the sign-in has ended', async ({
  page,
  context,
}) => {
  const [product, later] = [await newProduct(5), await newProduct(5)];
  await paidOrder(product);
  await page.clock.install();
  await openBoard(page);
  const ticket = ticketOf(page, product);
  await expect(ticket).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByRole('alert').getByText('This tablet is offline.')).toBeVisible();
  await expect(page.getByText(/You see the board of \d+:\d\d ago/)).toBeVisible();
  // The start fails. The page shows the reason, and the ticket stays in its lane (a column of the board).
  await ticket.getByRole('button', { name: 'Start' }).click();
  await letUndoPass(page);
  await expect(ticket.getByRole('alert')).toContainText('You are offline.');
  await paidOrder(later);
  await context.setOffline(false);
  await expect(ticketOf(page, later)).toBeVisible();
  await expect(page.getByText('You see the board of')).toHaveCount(0);

  const problem = { code: 'auth.invalid-token', detail: 'The token has expired', status: 401 };
  await page.route('**/fulfilment/tickets?*', (route) => route.fulfill({ status: 401, json: problem }));
  await expect(page.getByRole('alert').getByText('Your sign-in has ended.')).toBeVisible();
  await expect(ticket).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Kim, kitchen' }).click();
  await expect(ticket.getByRole('button', { name: 'Start' })).toBeVisible();
  await expect(page).toHaveURL(boardUrl());
});

test('sends a step that was pressed when the page is left', async ({ page }) => {
  const product = await newProduct(5);
  const orderId = await paidOrder(product);
  await openBoard(page);
  await ticketOf(page, product).getByRole('button', { name: 'Start' }).click();
  await page.goto('about:blank');
  await reachTicket(orderId, 'PREPARING');
});

test('tells a customer that the board is for staff', async ({ page }) => {
  await page.goto(boardUrl());
  await page.getByRole('button', { name: 'Sign in' }).click();
  const name = newCustomer();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'This board is for staff' })).toBeVisible();
  await expect(page.getByText(name)).toBeVisible();
  await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
  await expect(page.getByText('Sign in as staff to see the tickets.')).toBeVisible();
});

/** Presses a button by the keyboard: Tab until it has the focus, then Enter. */
const press = async (page: Page, name: RegExp | string, within = ''): Promise<void> => {
  const goal = page.locator(within === '' ? 'body' : within).getByRole('button', { name });
  await goal.waitFor();
  for (let presses = 0; presses < 1000; presses += 1) {
    if (await goal.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(goal).toBeFocused();
  await page.keyboard.press('Enter');
};

test('works by the keyboard alone: the focus goes with the ticket', async ({ page }) => {
  const product = await newProduct(5);
  const code = pickupCode(await paidOrder(product));
  await page.clock.install();
  await page.goto(boardUrl());
  await press(page, 'Sign in');
  await press(page, 'Kim, kitchen');
  await press(page, `Start ${code}`);
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeFocused();
  await page.clock.fastForward(1000);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: `Start ${code}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await letUndoPass(page);
  // The test presses no Tab between the buttons, because the focus stays at the ticket.
  await expect(page.getByRole('button', { name: `Ready ${code}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await letUndoPass(page);
  await expect(page.getByRole('button', { name: `Handed over ${code}` })).toBeFocused();
  await page.keyboard.press('Enter');
  await letUndoPass(page);
  await expect(ticketOf(page, product)).toHaveCount(0);
  // The focus is still in the lane (a column of the board), and not at the top of the page.
  await expect(lane(page, 'Ready').locator(':focus')).toHaveCount(1);
});

test('is accessible and fits tablets, in light and dark colours', async ({ page }) => {
  const [wished, started, done] = [await newProduct(9), await newProduct(9), await newProduct(9)];
  await paidOrder(wished, 2, 'No nuts, please: allergy');
  await startElsewhere(await paidOrder(started));
  const cancelled = await paidOrder(done);
  await openBoard(page);
  await expect(ticketOf(page, done)).toBeVisible();
  await cancelElsewhere(cancelled);
  await expect(ticketOf(page, done).getByText('Cancelled, stop')).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page);
    await page.screenshot({ path: join(projectRoot, '.local', 'pictures', `kitchen-${colorScheme}.png`) });
  }
  // The lane (a column of the board) has more tickets than fit on the screen. The lane scrolls, and the page does not.
  await changeLane(page, 'WAITING', 'many', (tickets) => [
    ...tickets,
    ...tickets.flatMap((one) =>
      Array.from({ length: 20 }, (_, index) => ({ ...one, orderId: String(index) })),
    ),
  ]);
  await expect(lane(page, 'Waiting').getByRole('article').nth(20)).toBeAttached();
  for (const size of [
    { width: 1024, height: 768 },
    { width: 820, height: 1180 },
    { width: 768, height: 1024 },
  ]) {
    await page.setViewportSize(size);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(size.height);
  }
  await page.getByRole('button', { name: 'Left the board' }).click();
  await expectAccessible(page);
});
