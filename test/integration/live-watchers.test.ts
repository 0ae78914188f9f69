import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import { localFile } from '../../scripts/console/paths.ts';
import type { OrderView } from '../../functions/orders/domain/order-view.ts';
import { callAs, demand } from '../support/callers.ts';
import { eventually } from '../support/eventually.ts';
import { onPaymentPage } from '../support/gateway.ts';
import { inParallel } from '../support/in-parallel.ts';
import { connectAs } from '../support/live-socket.ts';
import { cancel, newCustomer, newProduct, place, reachLink } from '../support/shop.ts';

/** The statuses of the orders in this test, in the only sequence in which an order can have them. */
const life = ['PENDING', 'AWAITING_PAYMENT', 'PAID', 'CANCELLED'];
const WATCHERS = 100;

let productId: string;
beforeAll(async () => {
  productId = await newProduct(WATCHERS);
});

const statusOf = async (customer: string, orderId: string): Promise<string> =>
  demand(await callAs<OrderView>(customer, 'customer', 'GET', `/orders/${orderId}`), 200).status;

/**
 * A page that reads its order after each push. `firstShown` has the time at which the page first showed each status.
 */
const openPage = async (customer: string, orderId: string) => {
  const firstShown = new Map<string, number>();
  const socket = await connectAs(customer);
  const shown: string[] = [];
  let reading = Promise.resolve();
  const read = async (): Promise<void> => {
    const status = await statusOf(customer, orderId);
    if (!firstShown.has(status)) firstShown.set(status, Date.now());
    shown.push(status);
  };
  socket.onHeard = ({ type }) => {
    if (type !== 'changed') return;
    reading = reading.then(read);
  };
  socket.subscribe({ to: 'order', orderId });
  await socket.hears({ type: 'subscribed' });
  return { shown, firstShown, idle: () => reading, close: () => socket.close() };
};

/** Asks the API every 150 ms. Returns the time at which the API first responded that the order is paid. */
const askUntilPaid = async (customer: string, orderId: string): Promise<number> => {
  while ((await statusOf(customer, orderId)) !== 'PAID') await pause(150);
  return Date.now();
};

/** The percentile of these times in milliseconds. With a share of 0.95, 95 % of the times are at most this long. */
const percentile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(share * times.length) - 1] ?? 0;

const shows = ({ shown }: { readonly shown: readonly string[] }, status: string): Promise<void> =>
  eventually(async () => expect(shown.at(-1)).toBe(status));

const watchedOrder = async () => {
  const customer = newCustomer();
  const { orderId } = await place(customer, [{ productId, quantity: 1 }]);
  const page = await openPage(customer, orderId);
  return { customer, page, order: await reachLink(orderId) };
};

it('lets 100 pages watch 100 orders: none goes backwards, and each ends with the last status', async () => {
  const toPage: number[] = [];
  const toApi: number[] = [];
  const pages = await inParallel(WATCHERS, 8, async () => {
    const { customer, order, page } = await watchedOrder();
    const { orderId } = order;
    const paidAt = Date.now();
    const answered = askUntilPaid(customer, orderId);
    demand(await onPaymentPage(order, 'succeed'), 200);
    toApi.push((await answered) - paidAt);
    await shows(page, 'PAID');
    toPage.push((page.firstShown.get('PAID') ?? Infinity) - paidAt);
    // Cancels the order, so that the kitchen of later tests is not full of such orders.
    demand(await cancel(customer, 'customer', orderId), 200);
    await shows(page, 'CANCELLED');
    return page;
  });
  for (const page of pages) {
    await page.idle();
    const steps = page.shown.map((status) => life.indexOf(status));
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
    expect(page.shown.at(-1)).toBe('CANCELLED');
    page.close();
  }
  // Jest hides what tests print, so the figures go to a file. They depend on the machine, so the test sets no limit for
  // them.
  const figures = {
    pages: WATCHERS,
    paymentToPageMs: { p50: percentile(toPage, 0.5), p95: percentile(toPage, 0.95) },
    paymentToApiMs: { p50: percentile(toApi, 0.5), p95: percentile(toApi, 0.95) },
  };
  writeFileSync(localFile('live-delays.json'), `${JSON.stringify(figures)}\n`);
});
