import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { OrderStatus } from '../domain/order.ts';
import type { OrderStore } from '../domain/order-store.ts';
import { viewOf, type OrderView } from '../domain/order-view.ts';

/** How many orders a filtered list looks at, at the most, before it answers what it has, with a cursor to go on. */
const MAX_ROUNDS = 5;

/**
 * A customer's own orders, newest first.
 *
 * The index holds keys alone, so that it costs nothing when an order changes; the orders are read by key afterwards and
 * the filter on the status is applied to them. A page may therefore be short, or empty, and still have a next one.
 */
export const listOrders =
  ({ orders }: { readonly orders: OrderStore }) =>
  async (customerId: string, page: PageRequest, status?: OrderStatus): Promise<Page<OrderView>> => {
    const found: OrderView[] = [];
    let after = page.after;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const limit = page.limit - found.length;
      const ids = await orders.idsOfCustomer(customerId, {
        limit,
        ...(after === undefined ? {} : { after }),
      });
      const loaded = ids.items.length === 0 ? [] : await orders.loadMany(ids.items);
      found.push(...loaded.filter((order) => status === undefined || order.status === status).map(viewOf));
      after = ids.next;
      if (after === undefined || found.length >= page.limit) break;
    }
    return { items: found, ...(after === undefined ? {} : { next: after }) };
  };
