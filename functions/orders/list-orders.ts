import type { OrderStatus } from '../../shared/events/orders.ts';
import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import { positionInList, type OrderStore } from './domain/ports.ts';
import { viewOf, type OrderView } from './domain/order-view.ts';

/**
 * How many orders a list with the filter `status` reads at a time. This is more than a page, because few of these
 * orders may have the wanted status.
 */
const ROUND = 100;
/** After this many reads, the list returns what it has found, with a position for the next page. */
const MAX_ROUNDS = 5;

/**
 * Lists a customer's own orders, newest first.
 *
 * The index holds only keys, so the orders are read by key and then filtered by status. If fewer than `limit` of the
 * next 500 orders match, the page is short or even empty, and may still have a `next` position.
 */
export const listOrders =
  ({ orders }: { readonly orders: OrderStore }) =>
  async (customerId: string, page: PageRequest, status?: OrderStatus): Promise<Page<OrderView>> => {
    const found: OrderView[] = [];
    let after = page.after;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const free = page.limit - found.length;
      const ids = await orders.idsOfCustomer(customerId, {
        limit: status === undefined ? free : ROUND,
        ...(after === undefined ? {} : { after }),
      });
      const loaded = ids.items.length === 0 ? [] : await orders.loadMany(ids.items);
      const matching = loaded.filter((order) => status === undefined || order.status === status);
      const fitting = matching.slice(0, free);
      found.push(...fitting.map(viewOf));
      const last = fitting.at(-1);
      // If more orders match than fit into the page, the next page begins after the last order that fits.
      after = matching.length > free && last !== undefined ? positionInList(last) : ids.next;
      if (after === undefined || found.length >= page.limit) break;
    }
    return { items: found, ...(after === undefined ? {} : { next: after }) };
  };
