import { randomUUID } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage } from '../support/gateway.ts';
import { shopOrigin, type TestProduct } from './shop-support.ts';

/** Places an order by the API, and pays it. Returns its id as soon as the kitchen has its ticket. */
export const paidOrder = async (product: TestProduct, quantity = 1, note?: string): Promise<string> => {
  const customer = `eater-${randomUUID().slice(0, 8)}`;
  const items = [{ productId: product.productId, quantity }];
  const body = { items, ...(note === undefined ? {} : { note }) };
  const placed = demand(
    await callAs<{ orderId: string }>(customer, 'customer', 'POST', '/orders', { body }),
    202,
  );
  const path = `/orders/${placed.orderId}`;
  await eventually(
    async () => {
      const order = demand(await callAs<{ paymentLink?: string }>(customer, 'customer', 'GET', path), 200);
      if (order.paymentLink === undefined) throw new Error('There is no link yet');
      demand(await onPaymentPage(order, 'succeed'), 200);
    },
    { describe: `the payment of ${placed.orderId}` },
  );
  await reachTicket(placed.orderId, 'WAITING');
  return placed.orderId;
};

interface TestTicket {
  readonly orderId: string;
  readonly status: string;
  readonly confirmed?: boolean;
}

/** Waits until the kitchen has a ticket of an order in this status. */
export const reachTicket = async (orderId: string, status: string): Promise<TestTicket> =>
  eventually(
    async () => {
      const path = `/fulfilment/tickets?status=${status}&limit=100`;
      const { items } = demand(
        await callAs<{ items: readonly TestTicket[] }>('kitchen', 'staff', 'GET', path),
        200,
      );
      const found = items.find((ticket) => ticket.orderId === orderId);
      if (found === undefined) throw new Error(`No ticket of ${orderId} is ${status}`);
      return found;
    },
    { describe: `the ticket of ${orderId} being ${status}` },
  );

/** Starts the preparation at another tablet, and waits until the orders service has confirmed the start. */
export const startElsewhere = async (orderId: string): Promise<void> => {
  demand(await callAs('kitchen', 'staff', 'POST', `/fulfilment/tickets/${orderId}/start`), 200);
  await eventually(async () => {
    if ((await reachTicket(orderId, 'PREPARING')).confirmed !== true) throw new Error('Not confirmed yet');
  });
};

/** Cancels an order as staff do when the kitchen cannot deliver it. */
export const cancelElsewhere = async (orderId: string): Promise<void> => {
  demand(await callAs('kitchen', 'staff', 'POST', `/orders/${orderId}/cancel`, { body: {} }), 200);
};

export const boardUrl = (): string => `${shopOrigin()}/kitchen/`;

/** Opens the board, and signs in as the cook of the identity simulator. */
export const openBoard = async (page: Page): Promise<void> => {
  await page.goto(boardUrl());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Kim, kitchen' }).click();
  await expect(page.getByRole('heading', { name: /^Waiting/ })).toBeVisible();
};

/** The ticket of the only order with this product. */
export const ticketOf = (page: Page, product: TestProduct): Locator =>
  page.getByRole('article').filter({ hasText: product.name });

export const lane = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: new RegExp(`^${name}`) });

/**
 * Changes what the page gets from the API as the list of the tickets with this status.
 * @param tag the entity tag of the changed list
 */
export const changeLane = (
  page: Page,
  status: string,
  tag: string,
  change: (tickets: readonly TestTicket[]) => readonly TestTicket[],
): Promise<unknown> =>
  page.route(`**/fulfilment/tickets?*${status}*`, async (route) => {
    // The request goes out without the page's entity tag. So the API never responds with a 304, which would have no
    // tickets.
    const { 'if-none-match': _tag, ...headers } = route.request().headers();
    const response = await route.fetch({ headers });
    const { items } = (await response.json()) as { items: TestTicket[] };
    await route.fulfill({ headers: { etag: `"${tag}"` }, json: { items: change(items) } });
  });

/** Moves the clock past the seconds in which a change of a ticket can be undone. The page's clock must be installed. */
export const letUndoPass = (page: Page): Promise<void> => page.clock.fastForward(5000);
