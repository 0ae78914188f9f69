import * as z from 'zod/mini';
import type { Cursors } from '../../../shared/http/cursor.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { pageQuery } from '../../../shared/http/request.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { ListTickets } from './list-tickets.ts';

const Query = z.strictObject({
  status: z.optional(z.enum(['WAITING', 'PREPARING', 'READY', 'COMPLETED', 'CANCELLED'])),
  ...pageQuery,
});

/** `GET /fulfilment/tickets?status&limit&cursor`: 200 `{ items: [Ticket], nextCursor? }`, oldest first. */
export const createHandler = (listTickets: ListTickets, cursors: Cursors) =>
  httpHandler({ auth: 'staff', query: Query }, async ({ caller, query: { status, limit, cursor } }) => {
    const list = `tickets:${caller.id}:${status ?? 'all'}`;
    const { items, next } = await listTickets({
      limit,
      ...(status === undefined ? {} : { status }),
      ...(cursor === undefined ? {} : { after: await cursors.open(cursor, list) }),
    });
    return ok({ items, ...(next === undefined ? {} : { nextCursor: await cursors.seal(next, list) }) });
  });
