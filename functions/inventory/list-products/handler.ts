import * as z from 'zod/mini';
import type { Cursors } from '../../../shared/http/cursor.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { pageQuery } from '../../../shared/http/request.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { ListProducts } from './list-products.ts';

const Query = z.strictObject({ ...pageQuery });

/** Everybody sees the same list, so its cursors are bound to no caller. */
const LIST = 'products';

/** `GET /products?limit&cursor`: 200 `{ items: [Product], nextCursor? }`, by id. */
export const createHandler = (listProducts: ListProducts, cursors: Cursors) =>
  httpHandler({ auth: 'public', query: Query }, async ({ query: { limit, cursor } }) => {
    const { items, next } = await listProducts({
      limit,
      ...(cursor === undefined ? {} : { after: await cursors.open(cursor, LIST) }),
    });
    return ok({ items, ...(next === undefined ? {} : { nextCursor: await cursors.seal(next, LIST) }) });
  });
