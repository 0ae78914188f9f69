import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import { ticketAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { completeTicket, markTicketReady, startTicket } from '../step-ticket.ts';

const env = readEnv({ TABLE_NAME: text, KEEP_DAYS: wholeNumber });
const tickets = ticketAggregate(
  dynamoTicketStore(documentClient, env.TABLE_NAME),
  systemClock,
  env.KEEP_DAYS,
);
const [start, markReady, complete] = [
  startTicket({ tickets }),
  markTicketReady({ tickets }),
  completeTicket({ tickets }),
];

const starting = httpHandler(api.startTicket, async ({ path, trace }) =>
  ok(await start(path.orderId, trace)),
);
const markingReady = httpHandler(api.markTicketReady, async ({ path, trace }) =>
  ok(await markReady(path.orderId, trace)),
);
const completing = httpHandler(api.completeTicket, async ({ path, trace }) =>
  ok(await complete(path.orderId, trace)),
);

/**
 * Serves the three steps of a ticket: start, ready and complete. One function is enough, because all steps read and
 * write the same items and so need the same permissions.
 */
export const handler = handlerByRoute(
  [api.startTicket, starting],
  [api.markTicketReady, markingReady],
  [api.completeTicket, completing],
);
