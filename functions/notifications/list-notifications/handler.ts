import * as z from 'zod/mini';
import type { Cursors } from '../../../shared/http/cursor.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { pageQuery } from '../../../shared/http/request.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { ListNotifications } from './list-notifications.ts';

const Query = z.strictObject(pageQuery);

/**
 * `GET /me/notifications?limit&cursor`: 200 `{ items: [{ eventType, orderId, channel, sentAt, subject }], nextCursor? }`.
 * What belongs to one order stands together: orders by when they were first told of, newest first, and within an order the
 * newest message first. A page with a `nextCursor` may hold fewer messages than asked for.
 */
export const createHandler = (listNotifications: ListNotifications, cursors: Cursors) =>
  httpHandler({ auth: 'customer', query: Query }, async ({ caller, query: { limit, cursor } }) => {
    const list = `notifications:${caller.id}`;
    const { items, next } = await listNotifications(caller, {
      limit,
      ...(cursor === undefined ? {} : { after: await cursors.open(cursor, list) }),
    });
    return ok({ items, ...(next === undefined ? {} : { nextCursor: await cursors.seal(next, list) }) });
  });
