import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoPartnerStore } from '../adapters/dynamo-partner-store.ts';
import * as api from '../api.ts';
import { listPartners } from '../list-partners.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const list = listPartners({ store: dynamoPartnerStore(documentClient, env.TABLE_NAME) });
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

export const handler = httpHandler(api.listPartners, async ({ query }) =>
  ok(await readPage(cursors, 'partners', query, list)),
);
