import * as z from 'zod/mini';
import { OrderStatus } from '../../../shared/events/orders.ts';
import type { Cursors } from '../../../shared/http/cursor.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { pageQuery } from '../../../shared/http/request.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { listOrders } from './list-orders.ts';

const ListOrdersQuery = z.strictObject({ ...pageQuery, status: z.optional(OrderStatus) });

/**
 * `GET /orders?limit&cursor&status`: 200 `{ items: [Order], nextCursor? }`, the caller's own, newest first. With a status
 * that few of many orders have, a page with a `nextCursor` may hold fewer than asked for.
 */
export const createHandler = (list: ReturnType<typeof listOrders>, cursors: Cursors) =>
  httpHandler({ auth: 'customer', query: ListOrdersQuery }, async ({ caller, query }) => {
    const { limit, cursor, status } = query;
    const binding = `orders:${caller.id}:${status ?? ''}`;
    const after = cursor === undefined ? undefined : await cursors.open(cursor, binding);
    const { items, next } = await list(
      caller.id,
      { limit, ...(after === undefined ? {} : { after }) },
      status,
    );
    return ok({ items, ...(next === undefined ? {} : { nextCursor: await cursors.seal(next, binding) }) });
  });
