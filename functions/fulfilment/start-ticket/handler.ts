import * as z from 'zod/mini';
import { OrderId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { StartTicket } from './start-ticket.ts';

/** The order whose ticket it is. */
const Path = z.strictObject({ orderId: OrderId });
/** There is nothing to say beside that. */
const Body = z.strictObject({});

/** `POST /fulfilment/tickets/{orderId}/start`: 200 `Ticket`, also when repeated. */
export const createHandler = (startTicket: StartTicket) =>
  httpHandler({ auth: 'staff', path: Path, body: Body }, async ({ path, cause }) =>
    ok(await startTicket(path.orderId, cause)),
  );
