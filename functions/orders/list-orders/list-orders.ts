import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { OrderStatus } from '../domain/order.ts';
import { positionOf, type OrderStore } from '../domain/order-store.ts';
import { viewOf, type OrderView } from '../domain/order-view.ts';

/** Orders that a filtered list looks at in a round, whatever the page's size: matches may be far between. */
const ROUND = 100;
/** Rounds before a list answers what it has, with a cursor to go on. */
const MAX_ROUNDS = 5;

/**
 * A customer's own orders, newest first.
 *
 * The index holds keys alone, so that it costs nothing when an order changes; the orders are read by key afterwards and
 * the filter on the status is applied to them. A page is full as long as there is enough among the next 500 orders; where
 * there is not, it may be short, or empty, and still have a next one.
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
      // The page ends in the middle of what was looked at: the next one begins there, so nothing is left out.
      after = matching.length > free && last !== undefined ? positionOf(last) : ids.next;
      if (after === undefined || found.length >= page.limit) break;
    }
    return { items: found, ...(after === undefined ? {} : { next: after }) };
  };
