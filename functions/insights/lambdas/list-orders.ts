import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoRowStore } from '../adapters/dynamo-row-store.ts';
import * as api from '../api.ts';
import { listOrders } from '../list-orders.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const list = listOrders({ rows: dynamoRowStore(documentClient, env.TABLE_NAME) });
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

export const handler = httpHandler(
  api.listOrders,
  async ({ caller, query: { limit, cursor, ...filter } }) => {
    const { status, day, customerId, text: searched } = filter;
    const binding = `insights:${JSON.stringify([caller.id, status, day, customerId, searched])}`;
    return ok(
      await readPage(cursors, binding, { limit, cursor }, (request) => list({ ...filter, ...request })),
    );
  },
);
