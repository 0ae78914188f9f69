import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { dynamoMessageLog } from '../adapters/dynamo-message-log.ts';
import * as api from '../api.ts';
import { getContact } from '../get-contact.ts';
import { listNotifications } from '../list-notifications.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const get = getContact({ contacts: dynamoContactStore(documentClient, env.TABLE_NAME) });
const list = listNotifications({ log: dynamoMessageLog(documentClient, env.TABLE_NAME) });
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

const showContact = httpHandler(api.getContact, async ({ caller }) => ok(await get(caller)));

const showNotifications = httpHandler(api.listNotifications, async ({ caller, query }) =>
  ok(await readPage(cursors, `notifications:${caller.id}`, query, (page) => list(caller, page))),
);

// One function serves both routes, because both read the same table and write nothing, and because a CloudFormation
// stack can have only a limited number of resources.
export const handler = handlerByRoute(
  [api.getContact, showContact],
  [api.listNotifications, showNotifications],
);
