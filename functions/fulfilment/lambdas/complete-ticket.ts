import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import { ticketAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { completeTicket } from '../complete-ticket.ts';

const env = readEnv({ TABLE_NAME: text, KEEP_DAYS: wholeNumber });
const step = completeTicket({
  tickets: ticketAggregate(dynamoTicketStore(documentClient, env.TABLE_NAME), systemClock, env.KEEP_DAYS),
});

export const handler = httpHandler(api.completeTicket, async ({ path, trace }) =>
  ok(await step(path.orderId, trace)),
);
