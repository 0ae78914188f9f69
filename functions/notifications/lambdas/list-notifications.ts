import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoMessageLog } from '../adapters/dynamo-message-log.ts';
import * as api from '../api.ts';
import { listNotifications } from '../list-notifications.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const list = listNotifications({ log: dynamoMessageLog(documentClient, env.TABLE_NAME) });
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

export const handler = httpHandler(api.listNotifications, async ({ caller, query }) =>
  ok(await readPage(cursors, `notifications:${caller.id}`, query, (page) => list(caller, page))),
);
