import * as z from 'zod/mini';
import { OrderId } from '../../../shared/events/fields.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { CompleteTicket } from './complete-ticket.ts';

/** The order whose ticket it is. */
const Path = z.strictObject({ orderId: OrderId });
/** There is nothing to say beside that. */
const Body = z.strictObject({});

/** `POST /fulfilment/tickets/{orderId}/complete`: 200 `Ticket`, also when repeated. */
export const createHandler = (completeTicket: CompleteTicket) =>
  httpHandler({ auth: 'staff', path: Path, body: Body }, async ({ path, cause }) =>
    ok(await completeTicket(path.orderId, cause)),
  );
