import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import * as api from '../api.ts';
import { listTickets } from '../list-tickets.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const list = listTickets({ tickets: dynamoTicketStore(documentClient, env.TABLE_NAME) });
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

export const handler = httpHandler(api.listTickets, async ({ caller, query: { status, ...page } }) =>
  ok(
    await readPage(cursors, `tickets:${caller.id}:${status ?? 'all'}`, page, (request) =>
      list(status === undefined ? request : { ...request, status }),
    ),
  ),
);
