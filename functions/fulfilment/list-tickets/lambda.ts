import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors } from '../../../shared/http/cursor.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoTicketStore } from '../adapters/dynamo-ticket-store.ts';
import { createHandler } from './handler.ts';
import { listTickets } from './list-tickets.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });

export const handler = createHandler(
  listTickets({ tickets: dynamoTicketStore(documentClient, env.TABLE_NAME) }),
  hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN)),
);
