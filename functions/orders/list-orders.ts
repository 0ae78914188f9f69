import type { OrderStatus } from '../../shared/events/orders.ts';
import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import { positionInList, type OrderStore } from './domain/ports.ts';
import { viewOf, type OrderView } from './domain/order-view.ts';

/** Orders that a filtered list reads in a round, because matches may be rare. */
const ROUND = 100;
/** Rounds before a list answers what it has found, with a cursor. */
const MAX_ROUNDS = 5;

/**
 * A customer's own orders, newest first.
 *
 * The index holds only keys, so the orders are read by key afterwards and then filtered by status. If fewer than `limit`
 * of the next 500 orders match, the page is short, or empty, and may still have a next one.
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
      // The page ends in the middle of what was read: the next one begins there.
      after = matching.length > free && last !== undefined ? positionInList(last) : ids.next;
      if (after === undefined || found.length >= page.limit) break;
    }
    return { items: found, ...(after === undefined ? {} : { next: after }) };
  };
